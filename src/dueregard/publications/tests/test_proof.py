"""The tables of a report with their proof: anybody can check them, and learns nothing more."""

import io
import json
import zipfile

import pytest
from django.core.exceptions import ValidationError

import verify_release
from dueregard.cli import main
from dueregard.monitoring.tests.factories import ETHNICITY, SEX, loaded
from dueregard.publications import reports, services
from dueregard.publications.models import Version
from dueregard.publications.tests.factories import prepared, publish
from tests.pages import page


@pytest.fixture
def put_out(officer, director):
    """Prepares and publishes a report of the ethnic groups in some datasets."""

    def put_out(title, *datasets, design="suppress"):
        choice = [(dataset.pk, "ethnicity") for dataset in datasets]
        return publish(prepared(officer, title=title, choice=choice, design=design), by=director.user)

    return put_out


@pytest.fixture
def unpacked(client, tmp_path):
    """Fetches the proof of a published version as a stranger does, by the link on its page; the folder in it."""

    def unpacked(version):
        url = version.publication.public_url
        (link,) = {
            each.get("href") for each in page(client.get(url)).root.xpath("//a[contains(@href, '.zip')]")
        }
        response = client.get(url + link)
        assert response["Content-Disposition"] == f'attachment; filename="{link}"'
        place = tmp_path / str(version.pk)
        zipfile.ZipFile(io.BytesIO(response.content)).extractall(place)
        (folder,) = place.iterdir()
        return folder

    return unpacked


def verified(capsys, *folders):
    capsys.readouterr()
    status = verify_release.main([str(folder) for folder in folders])
    return status, capsys.readouterr().out


def attacked(capsys, *folders):
    capsys.readouterr()
    status = main(["tables", "attack", *map(str, folders), "--json"])
    return status, json.loads(capsys.readouterr().out)


def read(folder, name):
    return json.loads((folder / name).read_text(encoding="utf-8"))


def test_anybody_checks_what_was_published_and_the_attack_agrees(put_out, years, unpacked, capsys):
    folder = unpacked(put_out("First", years[0]))
    names = ["01.csv", "README.txt", "receipt.json", "release.json", "witnesses.json"]
    assert sorted(file.name for file in folder.iterdir()) == names
    status, said = verified(capsys, folder)
    assert (status, said[-12:]) == (0, "0 problems.\n")
    status, found = attacked(capsys, folder)
    assert (status, found["exposed"]) == (0, [])
    receipt = read(folder, "receipt.json")
    assert found["narrowest"] == receipt["narrowest"]
    assert (found["withheld"], receipt["against"]) == (receipt["withheld"], [])
    words = (folder / "README.txt").read_text(encoding="utf-8")
    assert "python verify_release.py tables-and-proof-1" in words
    assert "two of them differ by 2 or more" in words


def test_the_truth_is_no_witness_and_nothing_in_the_folder_is_of_what_staff_see(put_out, years, unpacked):
    folder = unpacked(put_out("First", years[0]))
    (truth,) = years[0].cubes
    people = [[int(truth.counts[at]), at] for at in range(truth.counts.size) if truth.counts[at]]
    populations = read(folder, "witnesses.json")["populations"]
    assert len(populations) > 1
    assert sorted([place, count] for count, place in people) not in [sorted(each) for each in populations]
    text = "".join(file.read_text(encoding="utf-8") for file in folder.iterdir())
    assert "what staff see" not in text
    assert "private" not in text


def test_a_shown_count_that_is_altered_is_found(put_out, years, unpacked, capsys):
    folder = unpacked(put_out("First", years[0]))
    table = folder / "01.csv"
    table.write_text(table.read_text(encoding="utf-8").replace(",500,", ",501,"), encoding="utf-8")
    status, said = verified(capsys, folder)
    assert status == 1
    assert "the tables are not those of the receipt" in said


@pytest.mark.slow_test
def test_two_years_and_then_both_are_checked_together(put_out, years, unpacked, capsys):
    first, second = put_out("First", years[0]), put_out("Second", years[1])
    both = unpacked(put_out("Both", *years, design="pooled"))
    earlier = [unpacked(first), unpacked(second)]
    assert read(both, "receipt.json")["against"] == [read(each, "release.json")["name"] for each in earlier]
    status, said = verified(capsys, both, *earlier)
    assert (status, said[-12:]) == (0, "0 problems.\n")
    status, said = verified(capsys, both)
    assert (status, "Not checked against First, version 1" in said) == (0, True)
    assert attacked(capsys, both, *earlier)[1]["exposed"] == []


def test_what_was_withdrawn_does_not_come_back_in_a_proof(put_out, years, unpacked, director, capsys):
    services.withdraw(put_out("First", years[0]), reason="disclosure", by=director.user)
    folder = unpacked(put_out("Again", years[0]))
    assert read(folder, "receipt.json")["against"] == []
    assert verified(capsys, folder)[0] == 0


def test_each_set_of_people_has_a_proof_of_its_own(put_out, years, client):
    version = put_out("Each year", *years)
    names = [file.name for file in version.files.all() if file.content_type == "application/zip"]
    assert names == ["tables-and-proof-1.zip", "tables-and-proof-2.zip"]
    manifest = json.loads(client.get(version.publication.public_url + "manifest.json").content)
    assert set(names) <= {file["name"] for file in manifest["files"]}


def test_linked_tables_of_two_questions_are_checked_together(analyst, officer, director, unpacked, capsys):
    rows = [("White British", "Female")] * 60 + [("White British", "Male")] * 50
    rows += [("White Irish", "Female")] * 2 + [("Indian", "Male")] * 9 + [("Chinese", "Female")] * 4
    content = "\n".join(["Ethnic group,Sex", *map(",".join, rows)]).encode()
    dataset = loaded(analyst, content, columns=(ETHNICITY, SEX))
    choice = [(dataset.pk, "ethnicity"), (dataset.pk, "sex")]
    folder = unpacked(publish(prepared(officer, choice=choice), by=director.user))
    assert (folder / "02.csv").exists()
    assert verified(capsys, folder)[0] == 0


def test_a_draft_from_before_there_were_proofs_is_read_and_taken_again(officer, director, years):
    version = prepared(officer, choice=[(years[0].pk, "ethnicity")])
    figures = version.taken["figures"][0]
    del figures["proof"], figures["known"]["standing"]
    version.save()
    seen = page(officer.get(f"/versions/{version.pk}/preview/"))
    assert not [link for link in seen.links.values() if link.endswith(".zip")]
    with pytest.raises(ValidationError, match="take the figures again"):
        publish(version, by=director.user)
    services.revise(Version.objects.get(), by=officer.user)
    assert reports.releases_of(publish(Version.objects.get(), by=director.user).taken)
