"""The least that is valid."""

import io
from datetime import date
from pathlib import Path

import factory
import xlsxwriter
from django.core.files.base import ContentFile
from django.utils import timezone

from dueregard.access.tests.factories import OrganisationFactory, PostFactory, UserFactory
from dueregard.monitoring import reports, services
from dueregard.monitoring.models import Dataset, MappedColumn, RawFile, Row

ETHNICITY = MappedColumn("Ethnic group", "ethnicity", "ethnic_group_census2021_ew")
SEX = MappedColumn("Sex", "sex", "sex_census2021")
ANSWERED = {"Female": 60, "Male": 40, "Prefer not to say": 10}


class DatasetFactory(factory.django.DjangoModelFactory):
    """A dataset whose file was deleted before it was loaded."""

    class Meta:
        model = Dataset

    organisation = factory.SubFactory(OrganisationFactory)
    title = factory.Sequence("Library users {}".format)
    service = "Libraries"
    starts_on = date(2024, 4, 1)
    ends_on = date(2025, 3, 31)
    row = Row.PERSON
    purpose = "To see who uses the libraries."
    uploaded_by = factory.SubFactory(UserFactory)
    uploaded_at = factory.LazyFunction(timezone.now)


class RawFileFactory(factory.django.DjangoModelFactory):
    """A row that says that a file waits; there is none."""

    class Meta:
        model = RawFile

    dataset = factory.SubFactory(DatasetFactory)
    name = "users.csv"
    stored_as = factory.Sequence("file{}".format)
    size = 1
    received_at = factory.LazyFunction(timezone.now)


def receive(person, content=None, **said):
    """A dataset whose file waits, received as the page would."""
    file = ContentFile(users() if content is None else content, name=said.pop("name", "users.csv"))
    details = {
        "upload": file,
        "title": "Library users",
        "service": "Libraries",
        "starts_on": date(2024, 4, 1),
        "ends_on": date(2025, 3, 31),
        "row": Row.PERSON,
        "purpose": "To see who uses the libraries.",
    }
    return services.receive_file(person.membership.organisation, by=person.user, **(details | said))


def mapped(person, content=None, columns=(SEX,), reference="", **said):
    dataset = receive(person, content, **said)
    return services.map_columns(dataset, columns=columns, reference=reference, by=person.user)


def loaded(person, content=None, columns=(SEX,), **said):
    return services.load(mapped(person, content, columns, **said), by=person.user)


def users(**counts):
    """A file with a row for each of so many people: users(Female=40, Male=60)."""
    people = counts or ANSWERED
    lines = [f"{sex},secret" for sex, count in people.items() for _ in range(count)]
    return "\n".join(["Sex,Note", *lines]).encode()


def workbook():
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        for number, line in enumerate(users().decode().splitlines()):
            sheet.write_row(number, 0, line.split(","))
    return content.getvalue()


def census_file(vintage="2021-03-21", areas=("Fairshire",), **counts):
    people = counts or {"Female": 520, "Male": 480}
    lines = [
        f"E{place},{area},{vintage},{sex},{count * place}"
        for place, area in enumerate(areas, 1)
        for sex, count in people.items()
    ]
    return "\n".join(["area_code,area_name,period,sex,value", *lines]).encode()


def of(person):
    """Where somebody works, and who they are."""
    return person.membership.organisation, person.user


def census(organisation, user, content=None, **said):
    """A population by sex, of one area where nothing else is said."""
    details = {"content": content or census_file(), "name": "census.csv", "source": "Census office"}
    return services.load_benchmark(organisation, by=user, **(details | said))


def everything_in(folder: Path) -> bytes:
    """What lies on disk under a folder."""
    return b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


BRANCH = MappedColumn("Branch", "place", "as written")


def branch_users(**branches):
    """A file of three columns: branch_users(North=(60, 40)) has 60 women and 40 men there, each with a card."""
    people = branches or {"North": (60, 40), "South": (30, 70), "East": (20, 30)}
    rows = [
        f"{branch},{sex}"
        for branch, (women, men) in people.items()
        for sex, count in (("Female", women), ("Male", men))
        for _ in range(count)
    ]
    lines = [f"C{number},{row}" for number, row in enumerate(rows)]
    return "\n".join(["Card,Branch,Sex", *lines]).encode()


def branches(person, content=None, **said):
    """A loaded dataset of users by sex, by branch, and by both."""
    dataset = mapped(person, content or branch_users(), (SEX, BRANCH), **said)
    return services.load(dataset, by=person.user, together=[("sex", "place")])


AGE = MappedColumn("Age", "age", "age_census2021_3a")
OLDER = {"Female": (40, 400), "Male": (160, 100)}  # users: under 65, and 65 and over


def by_age(**changes):
    people = OLDER | changes
    rows = [
        f"{sex},{age}"
        for sex, counts in people.items()
        for age, count in zip(("30", "70"), counts, strict=True)
        for _ in range(count)
    ]
    return "\n".join(["Sex,Age", *rows]).encode()


def joint(ages=("16 to 64", "65 and over")):
    """Women are half of those under 65 and four fifths of those over."""
    people = {("Female", 0): 500, ("Male", 0): 500, ("Female", 1): 400, ("Male", 1): 100}
    lines = [f"E1,Fairshire,2021-03-21,{ages[age]},{sex},{n}" for (sex, age), n in people.items()]
    return "\n".join(["area_code,area_name,period,age,sex,value", *lines]).encode()


def enquiry(person, **said):
    """An open enquiry about men in libraries, of whom there are few, or about a group named."""
    group = said.pop("group", "Male")
    dataset = said.pop("dataset", None) or loaded(person, users(Female=700, Male=300))
    if not reports.benchmarks_for(dataset, "sex"):
        census(*of(person))
    (benchmark,) = reports.benchmarks_for(dataset, "sex")[:1]
    gap = next(gap for gap in reports.gaps(reports.result(dataset, "sex", benchmark)) if gap.group == group)
    owner = said.pop("owner", None) or PostFactory(organisation=dataset.organisation)
    return services.open_enquiry(gap, owner=owner, by=person.user)
