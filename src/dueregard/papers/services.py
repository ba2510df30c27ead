"""What people do with papers for a committee."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from dueregard.access.models import Organisation, User
from dueregard.audit.services import record
from dueregard.papers import reports
from dueregard.papers.models import Paper, PaperFile
from dueregard.plans.models.querysets import ActionQuerySet
from dueregard.plans.reports import Filter


@transaction.atomic
def prepare(
    organisation: Organisation,
    actions: ActionQuerySet,
    chosen: Filter,
    *,
    by: User,
    title: str,
    committee: str = "",
    scope: str = "",
) -> Paper:
    """Make the files of a paper about those of the actions that the filter chooses, as they stand today, for somebody
    to read before it is issued."""
    scope, now = scope or chosen.sentence(), timezone.now()
    content = reports.content(
        actions, chosen, organisation=organisation.name, scope=scope, as_at=timezone.localdate(now)
    )
    if not content.actions:
        raise ValidationError(_("No action fits: choose actions that a paper can be about."))
    paper = Paper.objects.create(
        organisation=organisation,
        title=title,
        committee=committee,
        scope=scope,
        as_at=content.as_at,
        action_count=len(content.actions),
        made_by=by,
        made_at=now,
    )
    for file in reports.files(content, title=title, committee=committee, made_at=now):
        PaperFile.objects.create(
            paper=paper, name=file.name, content_type=file.content_type, content=file.content
        )
    record("papers.paper_prepared", by=by, organisation=organisation, target=paper, title=title, scope=scope)
    return paper


@transaction.atomic
def issue(paper: Paper, *, by: User) -> Paper:
    """From now on everybody who reads plans can read it, and it never changes."""
    found = Paper.objects.select_for_update().get(pk=paper.pk)
    found.check_is_not_issued()
    found.issued_by, found.issued_at = by, timezone.now()
    found.save()
    hashes = dict(found.files.values_list("name", "sha256"))
    record("papers.paper_issued", by=by, organisation=found.organisation, target=found, files=hashes)
    return found


@transaction.atomic
def discard(paper: Paper, *, by: User) -> None:
    """It will not be issued."""
    found = Paper.objects.select_for_update().get(pk=paper.pk)
    found.check_is_not_issued()
    record("papers.paper_discarded", by=by, organisation=found.organisation, target=found, title=found.title)
    found.delete()
