"""Fill an empty database with the demonstration authority, by the services that its users would use."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction

from dueregard.access import services as access
from dueregard.access.models import Organisation, Unit, User
from dueregard.access.roles import Role
from dueregard.audit.services import Process
from dueregard.home.demonstration.content import load
from dueregard.home.demonstration.document import plan_document
from dueregard.home.demonstration.people import HEADINGS, population_csv, users_csv
from dueregard.monitoring import reports as monitoring_reports
from dueregard.monitoring import services as monitoring
from dueregard.monitoring.models import Dataset, MappedColumn, Row
from dueregard.papers import services as papers
from dueregard.plans import services as plans
from dueregard.plans.models import Action, Import, Objective, Plan
from dueregard.plans.reports import Filter
from dueregard.plans.services.dates import set_next_due
from dueregard.publications import services as publications
from dueregard.publications.reports import digest, free_texts

LOADER = Process("demonstration")
IMPORTED_ON = datetime(2025, 4, 7, 9, 0, tzinfo=UTC)
CLASSIFICATIONS = {
    "age": "age_census2021_11a",
    "sex": "sex_census2021",
    "ethnicity": "ethnic_group_census2021_ew",
    "disability": "disability_census2021_ew",
}
PLAN_STARTS, PLAN_ENDS = date(2025, 4, 1), date(2029, 3, 31)


def load_demonstration() -> Organisation:
    """All of it or nothing."""
    with transaction.atomic():
        authority = load("authority")
        organisation = _organisation(authority)
        people = _people(organisation, authority)
        plan = _plan(organisation, people["officer"])
        _updates(plan, people)
        _residents(organisation, people["analyst"])
        _service_users(organisation, people["analyst"])
        _enquiry(organisation, people)
        _publication(plan, people)
        _paper(plan, people)
    return organisation


def _organisation(authority: dict[str, Any]) -> Organisation:
    organisation = access.create_organisation(by=LOADER, is_demonstration=True, **authority["organisation"])
    for name in authority["units"]:
        access.add_unit(organisation, name=name, by=LOADER)
    for post in authority["posts"]:
        unit = organisation.units.get(name=post["unit"])
        access.add_post(organisation, title=post["title"], unit=unit, by=LOADER)
    return organisation


def _people(organisation: Organisation, authority: dict[str, Any]) -> dict[str, User]:
    """One person a role, with the posts they hold."""
    people = {}
    for person in authority["people"]:
        remit = list(Unit.objects.within(organisation).filter(name__in=person.get("remit", [])))
        email = f"{person['email']}@{organisation.slug}.example"
        member = access.invite(
            organisation, name=person["name"], email=email, role=Role(person["role"]), by=LOADER, remit=remit
        )
        access.set_password(member.user, password=settings.DEMO_PASSWORD, by=member.user)
        people[person["role"]] = member.user
        if "post" in person:
            unit = organisation.units.get(name=person["unit"])
            post = access.add_post(organisation, title=person["post"], unit=unit, by=LOADER)
            access.appoint(post, user=member.user, starts_on=PLAN_STARTS, by=LOADER)
    return people


def _plan(organisation: Organisation, officer: User) -> Plan:
    content = load("plan")
    upload = SimpleUploadedFile("equality-and-inclusion-plan.docx", plan_document(content))
    found = plans.read_plan(organisation, by=officer, upload=upload, patience=None)
    plan = plans.confirm(found, by=officer, title=content["title"], starts_on=PLAN_STARTS, ends_on=PLAN_ENDS)
    found.refresh_from_db()
    _as_if_imported(found, IMPORTED_ON)
    return plan


def _as_if_imported(found: Import, at: datetime) -> None:
    """When the plan began: else all that is open would be "to tidy" for the demonstration's first month."""
    Import.objects.filter(pk=found.pk).update(confirmed_at=at)
    for entry in (*Action.objects.filter(plan=found.plan), *Objective.objects.filter(plan=found.plan)):
        entry.registered_on = at.date()
        set_next_due(entry)
        entry.save()


def _residents(organisation: Organisation, analyst: User) -> None:
    content = load("service_users")
    for name in HEADINGS:
        file = population_csv(content, name)
        line = content["source_line"]
        monitoring.load_benchmark(organisation, content=file, name=f"{name}.csv", source=line, by=analyst)


def _service_users(organisation: Organisation, analyst: User) -> None:
    content = load("service_users")
    columns = [MappedColumn(heading, name, CLASSIFICATIONS[name]) for name, heading in HEADINGS.items()]
    for year, described in enumerate(content["years"]):
        starts = described["starts"]
        ends = date(starts.year + 1, starts.month, starts.day) - timedelta(days=1)
        dataset = monitoring.receive_file(
            organisation,
            upload=ContentFile(users_csv(content, year), name=f"library-users-{starts.year}.csv"),
            title=f"Library users {starts.year}/{ends.year % 100}",
            service=content["service"],
            starts_on=starts,
            ends_on=ends,
            row=Row.PERSON,
            purpose=content["purpose"],
            owner=content["owner"],
            by=analyst,
        )
        dataset = monitoring.map_columns(dataset, columns=columns, by=analyst)
        is_last = described is content["years"][-1]
        monitoring.load(dataset, together=_pairs(content) if is_last else [], by=analyst)


def _pairs(content: dict[str, Any]) -> list[tuple[str, str]]:
    return [(first, second) for first, second in content["together"]]


def _enquiry(organisation: Organisation, people: dict[str, User]) -> None:
    """A gap of the last year that the officer looks into, and what a group said about it."""
    content = load("service_users")["enquiry"]
    dataset, name = latest_dataset(organisation), content["characteristic"]
    (benchmark,) = monitoring_reports.benchmarks_for(dataset, name)
    gaps = monitoring_reports.gaps(monitoring_reports.result(dataset, name, benchmark))
    gap = next(gap for gap in gaps if gap.group == content["group"])
    owner = organisation.posts.get(title=content["owner"])
    enquiry = monitoring.open_enquiry(gap, owner=owner, by=people["officer"])
    monitoring.add_finding(enquiry, by=people["officer"], **content["finding"])


def latest_dataset(organisation: Organisation) -> Dataset:
    return max(Dataset.objects.within(organisation), key=lambda dataset: dataset.ends_on)


def _updates(plan: Plan, people: dict[str, User]) -> None:
    content = load("updates")
    for ref, on, status, note in content["updates"]:
        action = Action.objects.get(plan=plan, ref=ref)
        is_theirs = Action.objects.filter(pk=action.pk).led_by(people["lead"], on).exists()
        by = people["lead" if is_theirs else "officer"]
        plans.record_update(action, by=by, version=action.version, status=status, note=note, on=on)
    for ref, timescale, reason in content["redated"]:
        action = Action.objects.get(plan=plan, ref=ref)
        plans.redate(action, by=people["officer"], version=action.version, timescale=timescale, reason=reason)
    for ref, on, reason in content["closed"]:
        action = Action.objects.get(plan=plan, ref=ref)
        plans.close(action, by=people["officer"], version=action.version, closed_on=on, reason=reason)


def _publication(plan: Plan, people: dict[str, User]) -> None:
    """The annual report, prepared by the officer and published by the director; and somebody asks for large print."""
    content = load("publication")
    dataset = latest_dataset(plan.organisation)
    version = publications.prepare(
        plan.organisation,
        title=content["title"],
        starts_on=content["starts"],
        ends_on=content["ends"],
        plan=plan,
        choice=[(dataset.pk, name) for name in content["characteristics"]],
        introduction=content["introduction"],
        sections=content["sections"],
        by=people["officer"],
    )
    words_read = digest(free_texts(version))
    publications.publish(version, by=people["director"], words_read=words_read)
    publications.ask_for_format(plan.organisation, publication=version.publication, **content["request"])


def _paper(plan: Plan, people: dict[str, User]) -> None:
    """What the scrutiny committee was given, by the officer."""
    content = load("paper")
    paper = papers.prepare(
        plan.organisation,
        plan.actions.all(),
        Filter(),
        title=content["title"],
        committee=content["committee"],
        scope=plan.title,
        by=people["officer"],
    )
    papers.issue(paper, by=people["officer"])
