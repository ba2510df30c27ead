import csv
import json

import pytest

from dueregard.access.models import Membership, Organisation, User
from dueregard.access.ownership import owners
from dueregard.access.tests.factories import MembershipFactory, OrganisationFactory, PostFactory, UnitFactory
from dueregard.audit.models import Event
from dueregard.audit.services import verify
from dueregard.cli import main
from dueregard.evidence.models import Document
from dueregard.keeping import ownership, portable
from dueregard.keeping.services import export_all, import_all
from dueregard.keeping.tests.conftest import empty, everything, files
from dueregard.monitoring.models import Dataset, KeptRows
from dueregard.monitoring.models.encryption import Key, unseal
from dueregard.plans.models import Action, Update
from dueregard.plans.tests.factories import ActionFactory
from dueregard.publications.models import FrozenFile
from equalities.refusals import Refused


def test_every_model_belongs_to_an_organisation_or_is_named():
    lost = [model._meta.label for model in ownership.owned_models() if not owners(model)]
    assert lost == [], "say in keeping/ownership.py (or in keeping/rows.py) what becomes of them in an export"


def test_no_secret_column_is_forgotten():
    words = ("password", "secret", "token", "key", "otp", "recovery")
    found = {
        (model._meta.label, field.name)
        for model in ownership.leaving_models()
        for field in model._meta.concrete_fields
        if any(word in field.name for word in words) and not field.is_relation
    }
    secret = {(model._meta.label, name) for model, names in portable.SECRET.items() for name in names}
    known = {("plans.Heading", "key")}  # the heading itself, without its capitals
    assert found - secret - known == set(), "say in keeping/portable.py how it leaves"


@pytest.mark.django_db
def test_whoever_is_named_by_a_row_goes_with_it_and_nobody_else(officer, stranger):
    action = ActionFactory(plan__organisation=officer.membership.organisation)
    Update.objects.create(action=action, note="x", made_on="2026-01-01", made_by=stranger.user)
    MembershipFactory()
    found = ownership.rows_of(User, officer.membership.organisation)
    assert set(found) == {officer.user, stranger.user}


@pytest.mark.django_db
def test_a_body_under_another_stands_by_itself(council):
    school = OrganisationFactory(parent=council, slug="school")
    Organisation.objects.filter(pk=school.pk).update(path=f"{council.path}{school.pk}/")
    school.refresh_from_db()
    unit = UnitFactory(organisation=council)
    post = PostFactory(organisation=school, unit=unit)
    (row,) = portable.leaving(Organisation, school)
    assert (row["parent_id"], row["path"]) == (None, f"/{school.pk}/")
    (row,) = portable.leaving(type(post), school)
    assert row["unit_id"] is None
    both = {row["path"] for row in portable.leaving(Organisation, council)}
    assert both == {f"/{council.pk}/", f"/{council.pk}/{school.pk}/"}
    assert {row["unit_id"] for row in portable.leaving(type(post), council)} == {unit.pk}


@pytest.fixture
def exported(filled, officer, tmp_path):
    officer.user.set_password("nobody should see this")
    officer.user.save()
    folder = tmp_path / "out"
    export_all(folder, None)
    return folder


def without_secrets(found):
    """What an export is to hold of what there is."""
    kept = {label: [json.loads(line) for line in lines] for label, lines in found.items()}
    for row in kept["access.User"]:
        row |= {"password": "!", "last_login": None}
    for row in kept["access.Membership"]:
        row["calendar_key"] = None
    for row in kept["monitoring.Dataset"]:
        row.pop("counts_sealed")
    for row in kept["monitoring.KeptRows"]:
        row.pop("sealed")
    return kept


def counts():
    """What is sealed: counts, and rows."""
    kept = [unseal(bytes(rows.sealed), Key.ROWS) for rows in KeptRows.objects.order_by("pk")]
    return [[cube.as_dict() for cube in dataset.cubes] for dataset in Dataset.objects.loaded()], kept


@pytest.mark.slow_test
def test_what_is_imported_equals_what_was_exported(exported, settings, tmp_path):
    before, kept, cubes = without_secrets(everything()), files(), counts()
    assert Membership.objects.exclude(calendar_key=None).exists()
    empty(settings, tmp_path / "new")
    import_all(exported)
    after = without_secrets(everything())
    assert after.pop("audit.Event")[:-1] == before.pop("audit.Event")
    assert after.pop("audit.Head") != before.pop("audit.Head")
    assert after == before
    assert (files(), counts()) == (kept, cubes)
    assert [len(each) for each in cubes] == [len(kept)] * 2 == [1, 1]
    assert Event.objects.last().kind == "keeping.imported"
    assert verify().is_whole
    assert not User.objects.first().has_usable_password()


@pytest.mark.slow_test
def test_an_export_is_readable_without_us(exported, filled):
    schema = {table["name"]: table for table in json.loads((exported / "schema.json").read_text())["tables"]}
    assert set(schema) == {model._meta.label for model in ownership.leaving_models()}
    columns = {column["name"]: column for column in schema["plans.Action"]["columns"]}
    assert columns["plan_id"] == {
        "name": "plan_id", "title": "plan", "type": "integer", "points_to": "plans.Plan", "may_be_empty": False,
    }  # fmt: skip
    assert columns["last_day"]["type"] == "date"
    for table in schema.values():
        with (exported / table["csv"]).open(encoding="utf-8-sig", newline="") as file:
            found = list(csv.DictReader(file))
        lines = (exported / table["json"]).read_bytes().splitlines()
        assert len(found) == len(lines)
        assert all(list(row) == [column["name"] for column in table["columns"]] for row in found)
    with (exported / "tables/plans.Update.csv").open(encoding="utf-8-sig", newline="") as file:
        assert next(csv.DictReader(file))["note"].startswith("“Done”\n=1+1")
    document = Document.objects.exclude(file="").get()
    assert (exported / "files" / document.file.name).read_bytes() == b"\xff\xd8 a picture"
    frozen = FrozenFile.objects.first()
    (found,) = (exported / "content").glob(f"publications.FrozenFile.{frozen.pk}.*")
    assert found.read_bytes() == bytes(frozen.content)
    assert "The counts and rows of datasets are not protected" in (exported / "README.txt").read_text()


@pytest.mark.slow_test
def test_no_secret_leaves(exported, officer):
    content = b"".join(path.read_bytes() for path in exported.rglob("*") if path.is_file())
    officer.membership.refresh_from_db()
    officer.user.refresh_from_db()
    assert officer.membership.calendar_key.encode() not in content
    assert officer.user.password.encode() not in content
    assert officer.user.email.encode() in content


@pytest.mark.slow_test
def test_one_of_several_leaves_alone(filled, stranger, tmp_path, settings):
    theirs = ActionFactory(plan__organisation=stranger.membership.organisation, text="Not yours")
    export_all(tmp_path / "out", filled)
    content = b"".join(path.read_bytes() for path in (tmp_path / "out").rglob("*") if path.is_file())
    assert theirs.text.encode() not in content
    assert stranger.user.email.encode() not in content
    count = Action.objects.within(filled).count()
    empty(settings, tmp_path / "new")
    import_all(tmp_path / "out")
    assert Organisation.objects.count() == 2
    assert Action.objects.count() == count == 2
    assert (verify().rows, verify().is_whole) == (1, True)


def spoil_rows(folder):
    path = folder / "rows/plans.Action.jsonl"
    path.write_bytes(path.read_bytes().replace(b"Action", b"Auction"))


def lose_a_table(folder):
    (folder / "rows/plans.Plan.jsonl").write_bytes(b"")


def spoil_a_file(folder):
    (path,) = (folder / "files/evidence").iterdir()
    path.write_bytes(b"x")


@pytest.mark.parametrize(
    ("spoil", "sentence"),
    [
        (spoil_rows, "differs from the export in: plans.Action"),
        (lose_a_table, "differs from the export in: plans.Plan"),
        (spoil_a_file, "differs from the export in: files/evidence"),
        (lambda folder: (folder / "about.json").unlink(), "it has no about.json"),
        (lambda folder: (folder / "rows/plans.Plan.jsonl").write_text("[1"), "cannot be read"),
    ],
)
@pytest.mark.slow_test
def test_what_is_not_as_it_was_exported_is_refused_and_leaves_nothing(
    exported, settings, tmp_path, spoil, sentence
):
    spoil(exported)
    folder = empty(settings, tmp_path / "new")
    with pytest.raises(Refused, match=sentence):
        import_all(exported)
    assert not any(everything().values())
    assert not (folder / "files").exists() or not any((folder / "files").rglob("*.*"))


@pytest.fixture
def set_up(monkeypatch):
    monkeypatch.setattr("dueregard.cli.export.set_up_service", lambda: None)


@pytest.mark.slow_test
def test_the_commands(filled, tmp_path, settings, set_up, capsys):
    assert main(["export", "all", str(tmp_path / "out"), "--organisation", "fairshire"]) == 0
    assert "files 1" in capsys.readouterr().out
    empty(settings, tmp_path / "new")
    assert main(["import", "all", str(tmp_path / "out")]) == 0
    assert "equal to the export" in capsys.readouterr().out
    assert main(["import", "all", str(tmp_path / "out")]) == 2
    assert "This service is not empty" in capsys.readouterr().err


@pytest.mark.django_db
def test_what_cannot_be_done_is_said(tmp_path, set_up, capsys, council):
    assert main(["export", "all", str(tmp_path)]) == 2
    assert main(["export", "all", str(tmp_path / "a" / "b")]) == 2
    assert main(["export", "all", str(tmp_path / "a"), "--organisation", "no"]) == 2
    assert main(["import", "all", str(tmp_path / "a")]) == 2
    assert capsys.readouterr().err.splitlines() == [
        f"There is {tmp_path} already: name a folder that is not there yet.",
        f"There is no folder {tmp_path / 'a'}.",
        "No organisation has the short name no. There is: fairshire.",
        f"There is no folder {tmp_path / 'a'}.",
    ]
