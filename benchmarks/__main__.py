"""`make bench`: every benchmark of this folder, one after another, each a process of its own.

A benchmark is a module with a `main()` that prints ratios within its one run: times of one machine mean nothing on
another, and little on the same one an hour later. `make bench-all` (`--all`) takes `main_all()` where a module has one:
sizes that take minutes.
"""

import pkgutil
import subprocess
import sys
import time
from pathlib import Path

HERE = Path(__file__).parent
APART = ("__main__", "load", "load_data", "locustfile")  # `make load`
LONG = ("attackers", "alternatives")  # minutes even in small


def main() -> int:
    whole = "--all" in sys.argv
    names = [name for name in sys.argv[1:] if name != "--all"] or sorted(
        module.name
        for module in pkgutil.iter_modules([str(HERE)])
        if module.name not in APART and (whole or module.name not in LONG)
    )
    failed = [name for name in names if run(name, whole=whole) != 0]
    print(f"failed: {', '.join(failed)}" if failed else "all ran")
    return 1 if failed else 0


def run(name: str, *, whole: bool) -> int:
    print(f"\n=== {name}", flush=True)
    started = time.monotonic()
    main = "getattr(one, 'main_all', one.main)" if whole else "one.main"
    command = [sys.executable, "-c", f"import benchmarks.{name} as one; raise SystemExit({main}())"]
    status = subprocess.run(command, cwd=HERE.parent, check=False).returncode
    print(f"--- {name}: {time.monotonic() - started:.0f} s", flush=True)
    return status


if __name__ == "__main__":
    raise SystemExit(main())
