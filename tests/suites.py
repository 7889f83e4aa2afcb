"""`make test`: every suite, one closing line each; a suite that ran nothing is a failure."""

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

from tests.checks import run_all as run_checks

ROOT = Path(__file__).resolve().parents[1]


@dataclass
class Outcome:
    """How one suite ended."""

    name: str
    passed: int
    failed: int
    seconds: float

    @property
    def good(self) -> bool:
        """Something ran, and nothing failed."""
        return self.passed > 0 and self.failed == 0


def checks() -> tuple[int, int]:
    """Format, lint, types, imports, generated files."""
    return run_checks()


def pytest(*arguments: str) -> tuple[int, int]:
    """A pytest run of its own; counts come from its report. A skipped test counts as failed."""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.xml"
        command = [sys.executable, "-m", "pytest", "-q", f"--junitxml={report}", *arguments]
        code = subprocess.run(command, cwd=ROOT, check=False).returncode
        if not report.exists():
            return 0, 1
        suite = next(ElementTree.parse(report).getroot().iter("testsuite"))
    count = {key: int(suite.get(key, 0)) for key in ("tests", "failures", "errors", "skipped")}
    failed = count["failures"] + count["errors"] + count["skipped"]
    return count["tests"] - failed, failed or int(code != 0)


def vitest() -> tuple[int, int]:
    """The TypeScript unit tests."""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.json"
        command = ["npx", "--no", "vitest", "run", "--reporter=default", "--reporter=json"]
        run = subprocess.run(
            [*command, f"--outputFile.json={report}"], cwd=ROOT / "frontend", check=False
        )
        if not report.exists():
            return 0, 1
        result = json.loads(report.read_text())
    failed = result["numTotalTests"] - result["numPassedTests"]
    return result["numPassedTests"], failed or int(run.returncode != 0)


SUITES: dict[str, Callable[[], tuple[int, int]]] = {
    "checks": checks,
    "unit": lambda: pytest("tests/unit", "tests/meta", "-n", "auto"),
    "contracts": lambda: pytest("tests/contracts"),
    "integration": lambda: pytest("tests/integration", "-n", "2"),
    "frontend": vitest,
    "e2e": lambda: pytest("tests/e2e"),
}


def main(names: list[str]) -> int:
    """Run the named suites, or all of them; returns the exit code."""
    outcomes = []
    for name in names or list(SUITES):
        print(f"\n=== {name}", flush=True)
        start = time.monotonic()
        passed, failed = SUITES[name]()
        outcomes.append(Outcome(name, passed, failed, time.monotonic() - start))
    print("\n=== result", flush=True)
    for outcome in outcomes:
        print(f"{outcome.name}: {outcome.passed} passed, {outcome.failed} failed")
        if not outcome.passed:
            print(f"{outcome.name} ran nothing")
    print(f"took {sum(o.seconds for o in outcomes) / 60:.1f} min", flush=True)
    return 0 if all(outcome.good for outcome in outcomes) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
