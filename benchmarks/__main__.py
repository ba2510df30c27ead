"""`make bench`: every benchmark of this folder, one after another, each a process of its own. `make bench-all`
(`--all`) runs the whole of those that have more than a quick part: their `everything()` in place of `main()`.

A benchmark is a module with a `main()` that prints ratios within its one run: times of one machine mean nothing on
another, and little on the same one an hour later.
"""

import pkgutil
import subprocess
import sys
import time
from pathlib import Path

HERE = Path(__file__).parent


def main() -> int:
    given = [word for word in sys.argv[1:] if word != "--all"]
    entry = "getattr(one, 'everything', one.main)" if "--all" in sys.argv else "one.main"
    names = given or sorted(
        module.name for module in pkgutil.iter_modules([str(HERE)]) if module.name != "__main__"
    )
    failed = [name for name in names if run(name, entry) != 0]
    print(f"failed: {', '.join(failed)}" if failed else "all ran")
    return 1 if failed else 0


def run(name: str, entry: str) -> int:
    print(f"\n=== {name}", flush=True)
    started = time.monotonic()
    command = [sys.executable, "-c", f"import benchmarks.{name} as one; raise SystemExit({entry}())"]
    status = subprocess.run(command, cwd=HERE.parent, check=False).returncode
    print(f"--- {name}: {time.monotonic() - started:.0f} s", flush=True)
    return status


if __name__ == "__main__":
    raise SystemExit(main())
