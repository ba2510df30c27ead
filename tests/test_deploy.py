"""What docs/deploy.md says, as far as it can be run without a container engine and without systemd as process 1."""

import json
import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
import sysconfig
import urllib.request
from pathlib import Path

import pytest
import yaml

from tests.server import free_port, wait_for

ROOT = Path(__file__).resolve().parent.parent
DEPLOY = ROOT / "deploy"
SETTINGS = set(re.findall(r"^([A-Z_]+)=", (ROOT / "env.sample").read_text(), re.MULTILINE))
NOT_OURS = {"PYTHONUNBUFFERED", "DOMAIN"}
CONTAINERFILE = (DEPLOY / "Containerfile").read_text().replace("\\\n", " ")


def settings_in(names):
    return {name.removesuffix("_FILE") for name in names} - NOT_OURS


def image_environment():
    (line,) = re.findall(r"^ENV (.*)$", CONTAINERFILE, re.MULTILINE)
    return dict(each.split("=", 1) for each in line.split())


def test_the_image_sets_what_dueregard_reads():
    assert settings_in(image_environment()) <= SETTINGS
    assert image_environment()["DEMO"] == "0"
    assert "USER dueregard" in CONTAINERFILE


def test_what_runs_is_what_was_installed():
    """In an image that has no sources: both of its parts begin with the same Python, to which the environment leads."""
    build, last = re.split(r"^FROM ", CONTAINERFILE, flags=re.MULTILINE)[1:]
    assert (build.split()[:3], last.split()[0]) == (["python:3.11-slim", "AS", "build"], "python:3.11-slim")
    assert re.findall(r"^COPY (.*)$", last, re.MULTILINE) == ["--from=build /opt/dueregard /opt/dueregard"]
    assert "pip" not in last.lower().split("\n", 1)[1]


def test_the_compose_file_is_whole():
    compose = yaml.safe_load((DEPLOY / "compose.yaml").read_text())
    services, secrets = compose["services"], compose["secrets"]
    assert set(services) == {"web", "database", "proxy"}
    assert settings_in(services["web"]["environment"]) <= SETTINGS
    for service in services.values():
        assert set(service.get("secrets", [])) <= set(secrets)
        named = {mount.split(":")[0] for mount in service.get("volumes", []) if not mount.startswith(".")}
        assert named <= set(compose["volumes"])
        assert set(service.get("depends_on", [])) <= set(services)
        assert set(service["networks"]) <= set(compose["networks"])
    assert (DEPLOY / services["web"]["build"]["context"] / services["web"]["build"]["dockerfile"]).is_file()
    assert [name for name, service in services.items() if "ports" in service] == ["proxy"]
    assert services["database"]["networks"] == ["back"]
    assert compose["networks"]["back"]["internal"]
    used = re.findall(r"/run/secrets/([\w-]+)", (DEPLOY / "compose.yaml").read_text())
    assert set(used) == set(secrets)


def test_the_proxy_keeps_what_machines_ask_to_itself_and_lets_uploads_through():
    proxy = (DEPLOY / "Caddyfile").read_text()
    assert "path /healthz /readyz /metrics" in proxy
    assert proxy.count("{") == proxy.count("}")
    (megabytes,) = re.findall(r"max_size (\d+)MB", proxy)
    (largest,) = re.findall(r"^DATASET_MEGABYTES=(\d+)", (ROOT / "env.sample").read_text(), re.MULTILINE)
    assert int(megabytes) > int(largest)


UNITS = sorted(path.name for path in DEPLOY.glob("dueregard*.*") if path.suffix in (".service", ".timer"))


@pytest.mark.parametrize("name", [name for name in UNITS if name.endswith(".service")])
def test_the_units_set_what_dueregard_reads(name):
    lines = re.findall(r"^Environment=(.*)$", (DEPLOY / name).read_text(), re.MULTILINE)
    names = {each.split("=")[0] for line in lines for each in line.split()}
    assert settings_in(names) <= SETTINGS


@pytest.mark.slow_test
@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="needs systemd-analyze")
def test_systemd_takes_the_units(tmp_path):
    """With a program that is here in the place of ours, for it is looked for."""
    for name in UNITS:
        text = (DEPLOY / name).read_text()
        (tmp_path / name).write_text(text.replace("/opt/dueregard/current/venv/bin/dueregard", "/bin/true"))
    command = ["systemd-analyze", "verify", *(str(tmp_path / name) for name in UNITS)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    ours = [line for line in done.stderr.splitlines() if "dueregard" in line]
    assert ours == []


@pytest.mark.slow_test
@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="needs systemd-analyze")
@pytest.mark.parametrize("name", [name for name in UNITS if name.endswith(".service")])
def test_systemd_finds_little_that_the_units_could_do_without(name):
    """Its own count of what a service may do, 0 to 10 (here in tenths): under 3.5 of what it calls exposure."""
    command = [
        "systemd-analyze",
        "security",
        "--offline=true",
        "--threshold=35",
        "--no-pager",
        str(DEPLOY / name),
    ]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stdout.splitlines()[-1]


def test_the_guide_names_only_what_there_is():
    text = (ROOT / "docs/deploy.md").read_text()
    named = set(re.findall(r"deploy/([\w.-]+\w)", text))
    assert named <= {path.name for path in DEPLOY.iterdir()} | {"secrets", "backups"}
    assert {path.name for path in DEPLOY.iterdir() if path.is_file()} <= named
    commands = set(re.findall(r"dueregard (backup|restore|export|import|serve|audit|manage)\b", text))
    assert {"backup", "restore", "manage"} <= commands
    assert settings_in(re.findall(r"^\s*([A-Z_]+)=", text, re.MULTILINE)) <= SETTINGS


@pytest.mark.slow_test
def test_the_steps_of_the_image_make_a_service_that_answers(tmp_path):
    """In a clean folder: the sources are copied, installed as the image installs them, and started by its command.
    The environment that the steps fill sees the packages of this one, so that pip finds all there at its version."""
    source, home, data = tmp_path / "source", tmp_path / "opt", tmp_path / "data"
    left = shutil.ignore_patterns(".git", ".venv*", "var", "__pycache__", ".*_cache", ".hypothesis")
    shutil.copytree(ROOT, source, ignore=left)
    subprocess.run([sys.executable, "-m", "venv", str(home / "venv")], check=True, timeout=120)
    (packages,) = (home / "venv/lib").glob("python3*/site-packages")
    (packages / "here.pth").write_text(sysconfig.get_path("purelib"))
    steps = [shlex.split(step) for step in re.findall(r"^RUN (.*)$", CONTAINERFILE, re.MULTILINE)]
    assert steps[0] == ["/source/deploy/install", "/opt/dueregard"]
    bare = {"PATH": os.environ["PATH"], "HOME": str(tmp_path), "PYTHON": sys.executable}
    bare |= {name: value for name, value in os.environ.items() if name.startswith("PIP_")}
    installed = subprocess.run(
        [source / "deploy/install", home], env=bare, capture_output=True, text=True, timeout=500, check=False
    )
    assert installed.returncode == 0, installed.stderr
    assert installed.stdout.startswith("dueregard 0.")
    _answers(home, data, bare)


def _answers(home, data, bare):
    port = free_port()
    (line,) = re.findall(r"^CMD (\[.*\])$", CONTAINERFILE, re.MULTILINE)
    command = [
        part.replace("/opt/dueregard", str(home)).replace("8000", str(port)) for part in json.loads(line)
    ]
    ours = image_environment() | {
        "DATA_DIR": str(data),
        "SECRET_KEY": "only for tests, and fifty characters of it",
    }
    log = home / "log"
    with log.open("wb") as file:
        server = subprocess.Popen(command, env=bare | ours, stdout=file, stderr=file, cwd=home)
    try:
        wait_for(f"http://127.0.0.1:{port}/healthz", server, log)
        for path, wanted in (("healthz", b"ok\n"), ("readyz", b'"migrations": true')):
            answer = urllib.request.urlopen(f"http://127.0.0.1:{port}/{path}", timeout=20)
            assert wanted in answer.read()
    finally:
        server.send_signal(signal.SIGTERM)
        status = server.wait(timeout=30)
    assert status == 0
    lines = [json.loads(line) for line in log.read_text().splitlines() if line.startswith("{")]
    assert {"keeping:healthz", "keeping:readyz"} <= {line.get("page") for line in lines}
