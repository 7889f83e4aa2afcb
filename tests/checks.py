"""`make check`: format, lint, types, imports and generated files, side by side, in seconds."""

import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
BIN = Path(sys.executable).parent
FRONT = ROOT / "frontend"
PACKAGES = ["config", "mediation", "documents", "hearings", "tests", "manage.py"]


@dataclass(frozen=True)
class Check:
    """One command that must end with 0."""

    name: str
    command: list[str]
    folder: Path = ROOT


def tool(name: str, *arguments: str) -> list[str]:
    """A command of the virtual environment."""
    return [str(BIN / name), *arguments]


def manage(*arguments: str) -> list[str]:
    """A command of the project."""
    return [sys.executable, "manage.py", *arguments]


def npm(name: str, *arguments: str) -> list[str]:
    """A command of the npm packages."""
    return [str(FRONT / "node_modules" / ".bin" / name), *arguments]


CHECKS = [
    Check("format", tool("ruff", "format", "--check", "--quiet", ".")),
    Check("lint", tool("ruff", "check", "--quiet", ".")),
    Check("types", tool("mypy", *PACKAGES)),
    Check("imports", tool("lint-imports", "--no-cache")),
    Check("templates", tool("djlint", "frontend/templates", "--lint", "--quiet")),
    Check("protocol", manage("export_protocol", "--check")),
    Check("vectors", [sys.executable, "-m", "tests.vectors.make", "--check"]),
    Check("lifecycle", manage("export_lifecycle", "--check")),
    Check("migrations", manage("makemigrations", "--check", "--dry-run")),
    Check("words", manage("check_words")),
    Check("front end lint", npm("biome", "ci", "--colors=off", "--error-on-warnings", "."), FRONT),
    Check("front end types", npm("svelte-check", "--fail-on-warnings"), FRONT),
]


def run(check: Check) -> tuple[Check, bool, str, float]:
    """The check, whether it passed, what it printed, and how long it took in seconds."""
    start = time.monotonic()
    done = subprocess.run(check.command, cwd=check.folder, capture_output=True, text=True)
    return check, done.returncode == 0, done.stdout + done.stderr, time.monotonic() - start


def run_all() -> tuple[int, int]:
    """Run every check and print what failed; returns how many passed and how many failed."""
    failed = 0
    with ThreadPoolExecutor(max_workers=4) as pool:
        for check, passed, output, seconds in pool.map(run, CHECKS):
            print(f"{'ok  ' if passed else 'FAIL'} {check.name} ({seconds:.1f} s)", flush=True)
            if not passed:
                failed += 1
                print(output, flush=True)
    return len(CHECKS) - failed, failed


if __name__ == "__main__":
    sys.exit(1 if run_all()[1] else 0)
