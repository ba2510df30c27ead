"""Pages that anybody can reach: frozen copies, a list of them, and the form for other formats."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.cache import get_conditional_response, patch_cache_control

from dueregard.access.guards import public
from dueregard.access.models import Organisation
from dueregard.evidence.models import PublicCopy
from dueregard.kit.downloads import attachment
from dueregard.kit.http import bind
from dueregard.publications import forms, reports, services
from dueregard.publications.models import PAGE, Publication, State, Version
from dueregard.publications.reports.files import STYLES, TAKEN_AWAY


@public
def published_list(request: HttpRequest, slug: str) -> HttpResponse:
    organisation = get_object_or_404(Organisation, slug=slug)
    copies = PublicCopy.objects.within(organisation).out().filter(document__organisation=organisation)
    shown: dict[str, Any] = {
        "years": reports.published_by_year(organisation),
        "copies": copies.select_related("document__organisation").order_by("-published_at"),
    }
    return _asked_each_time(_page(request, organisation, "publications/published_list.html", **shown))


@public
def published(request: HttpRequest, slug: str, publication: str) -> HttpResponse:
    return _serve(request, _publication(slug, publication).current, PAGE)


@public
def published_file(request: HttpRequest, slug: str, publication: str, name: str) -> HttpResponse:
    return _serve(request, _publication(slug, publication).current, name)


@public
def published_version(request: HttpRequest, slug: str, publication: str, number: int) -> HttpResponse:
    return _serve(request, _numbered(slug, publication, number), PAGE)


@public
def version_file(request: HttpRequest, slug: str, publication: str, number: int, name: str) -> HttpResponse:
    return _serve(request, _numbered(slug, publication, number), name)


def _numbered(slug: str, publication: str, number: int) -> Version:
    versions = _publication(slug, publication).versions.all()
    found = next((each for each in versions if each.number == number), None)
    if found is None:
        raise Http404
    return found


def _publication(slug: str, publication: str) -> Publication:
    organisation = get_object_or_404(Organisation, slug=slug)
    found = Publication.objects.within(organisation).with_versions()
    return get_object_or_404(found, organisation=organisation, slug=publication)


def _serve(request: HttpRequest, version: Version | None, name: str) -> HttpResponse:
    """A frozen file, or word that it is gone."""
    if version is None or version.state is State.DRAFT:
        raise Http404
    if version.state is State.WITHDRAWN:
        return _gone(request, version)
    file = get_object_or_404(version.files, name=name)
    content_type = f"{file.content_type}; charset=utf-8"
    response = HttpResponse(bytes(file.content), content_type=content_type)
    if file.content_type in TAKEN_AWAY:
        response = attachment(file.name, content_type, bytes(file.content))  # type: ignore[assignment]
    etag = response["ETag"] = f'"{file.sha256}"'
    return get_conditional_response(request, etag=etag, response=_asked_each_time(response)) or response


def _gone(request: HttpRequest, version: Version) -> HttpResponse:
    publication = version.publication
    current = publication.current
    newest = current if current and current.state is State.PUBLISHED else None
    shown = {"version": version, "newest": newest}
    response = _page(request, publication.organisation, "publications/gone.html", status=410, **shown)
    patch_cache_control(response, no_store=True)
    return response


@public
def ask(request: HttpRequest, slug: str) -> HttpResponse:
    organisation = get_object_or_404(Organisation, slug=slug)
    about = _readable(organisation, request.GET.get("about", ""))
    form = bind(forms.FormatRequestForm, request, initial={"what": about.title if about else ""})
    if form.is_valid():
        try:
            publication = about.publication if about else None
            services.ask_for_format(organisation, publication=publication, **form.cleaned_data)
        except services.TooMany:
            return _page(request, organisation, "publications/too_many.html", status=429)
        return redirect("publications:asked", slug)
    return _page(request, organisation, "publications/ask.html", form=form)


def _readable(organisation: Organisation, slug: str) -> Version | None:
    """The report somebody came from, where it is there to be read."""
    found = organisation.publications.filter(slug=slug).first()
    version = found.current if found else None
    return version if version and version.state is State.PUBLISHED else None


@public
def asked(request: HttpRequest, slug: str) -> HttpResponse:
    return _page(request, get_object_or_404(Organisation, slug=slug), "publications/asked.html")


@public
def accessibility(request: HttpRequest, slug: str) -> HttpResponse:
    organisation = get_object_or_404(Organisation, slug=slug)
    return _page(request, organisation, "publications/words.html", content=reports.content("accessibility"))


@public
def privacy(request: HttpRequest, slug: str) -> HttpResponse:
    organisation = get_object_or_404(Organisation, slug=slug)
    return _page(request, organisation, "publications/words.html", content=reports.content("privacy"))


def _page(
    request: HttpRequest, organisation: Organisation, template: str, status: int = 200, **shown: Any
) -> HttpResponse:
    """A page in the frame of what is published, with the styles of today."""
    frame = {
        "publisher": reports.publisher(organisation, logo=organisation.logo_url),
        "stylesheets": [*map(static, STYLES), reverse("access:colour", args=[organisation.slug])],
    }
    return render(request, template, frame | shown, status=status)


def _asked_each_time(response: HttpResponse) -> HttpResponse:
    """Browsers and caches may keep it, but ask each time whether it still stands: what is withdrawn is gone at once."""
    patch_cache_control(response, public=True, no_cache=True)
    return response
