"""What must be true of the project's own files."""

import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parent.parent
SRC = ROOT / "src"


def test_env_sample_names_every_setting_that_is_read():
    source = (SRC / "dueregard/config/settings.py").read_text()
    read = set(re.findall(r"""\benv(?:_\w+)?\("([A-Z_]+)\"""", source)) | set(
        re.findall(r'environ\.get\("([A-Z_]+)"', source)
    )
    sample = set(re.findall(r"^([A-Z_]+)=", (ROOT / "env.sample").read_text(), re.MULTILINE))
    assert read == sample


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt", "requirements-scale.txt"])
def test_requirements_are_hashed_and_name_no_address(name):
    text = (ROOT / name).read_text()
    packages = re.findall(r"^[a-z][\w.-]*==\S+", text, re.MULTILINE)
    assert len(packages) > 40
    assert text.count("==") == len(packages)
    assert all(re.search(re.escape(package) + r" \\\n\s+--hash=sha256:", text) for package in packages)
    assert "://" not in text
    assert "--index" not in text


@pytest.mark.parametrize(
    "path", sorted((SRC / "dueregard/content").rglob("*.yaml")), ids=lambda path: path.stem
)
def test_content_loads_and_says_whose_it_is(path):
    content = yaml.safe_load(path.read_text())
    assert {"version", "source", "licence"} <= content.keys()


VIEWS = [path for path in SRC.glob("dueregard/*/views*") if path.suffix == ".py"]
VIEWS += SRC.glob("dueregard/*/views/*.py")


@pytest.mark.parametrize("path", VIEWS, ids=lambda path: str(path.relative_to(SRC / "dueregard")))
def test_rows_in_views_start_at_the_organisation(path):
    source = path.read_text()
    allowed = ("within(", "available_to(request.organisation)", "filter(organisation__is_demonstration=True")
    allowed += (
        "create_from_request(request)",
        "purge_and_list(request.user)",
    )  # of whoever asks, and nobody else
    bare = [
        found
        for found in re.findall(r"\b\w+\.objects\.([^\n]{0,60})", source)
        if not found.startswith(allowed)
    ]
    assert bare == []


def test_the_wheel_holds_both_packages_with_their_data_and_no_tests(tmp_path):
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True, timeout=120)
    (wheel,) = tmp_path.glob("*.whl")
    names = zipfile.ZipFile(wheel).namelist()
    wanted = [
        "equalities/documents/headings.csv",
        "equalities/codelists/data/lists/ethnic_group_census2021_ew.csv",
        "dueregard/content/demonstration/plan.yaml",
        "dueregard/kit/jinja2/kit/base.html",
        "dueregard/kit/static/kit/kit.css",
    ]
    assert [name for name in wanted if name not in names] == []
    assert [name for name in names if "/tests/" in name] == []
