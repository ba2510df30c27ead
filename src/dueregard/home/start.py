"""What a start does before the first page is served."""

from pathlib import Path

from django.conf import settings
from django.core.management import call_command

from dueregard.access import setup
from dueregard.access.models import Membership, Organisation
from dueregard.access.roles import Role
from dueregard.kit.words import compile_catalogues
from equalities.refusals import Refused


def prepare() -> None:
    """Bring the data folder and the database up to date; fill an empty demonstration."""
    Path(settings.DATA_DIR).mkdir(parents=True, exist_ok=True, mode=0o700)
    compile_catalogues(settings.LOCALE_PATHS[0])
    call_command("migrate", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    check_mode()
    if settings.DEMO and not Organisation.objects.exists():
        print("Loading the demonstration authority...", flush=True)
        call_command("load_demonstration", verbosity=0)


def check_mode() -> None:
    """Demonstration mode is never switched on over real data, nor real use begun on top of a demonstration."""
    is_demonstration = Organisation.objects.filter(is_demonstration=True).exists()
    is_real = Organisation.objects.filter(is_demonstration=False).exists()
    if settings.DEMO and is_real:
        raise Refused("This database is in real use: start with DEMO=0, or name another folder by DATA_DIR.")
    if not settings.DEMO and is_demonstration:
        raise Refused(
            "This database holds the demonstration: start with DEMO=1, or name another folder by DATA_DIR."
        )


def welcome(address: str) -> str:
    """What is printed once the server is about to answer."""
    lines = ["", f"dueregard is at {address}  (stop it with Ctrl-C)"]
    if settings.DEMO:
        lines += ["", "Demonstration: no real people. Sign in as"]
        lines += [f"  {member.user.email:32} {member.get_role_display()}" for member in _people()]
        lines += [f"The password of each: {settings.DEMO_PASSWORD}"]
    elif setup.is_needed():
        lines += ["", f"First start: open {address}/set-up/ and enter the one-time code {setup.code()}"]
    return "\n".join(lines) + "\n"


def _people() -> list[Membership]:
    found = Membership.objects.filter(organisation__is_demonstration=True).select_related("user")
    return sorted(found, key=lambda member: list(Role).index(Role(member.role)))
