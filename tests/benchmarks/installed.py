"""Install the wheel as a newcomer would, and run the sample from it: python tests/benchmarks/installed.py [PYTHON ...].

Each PYTHON gets an empty environment, an empty home and no variables but the settings of pip. Nothing is cached, so the
seconds of the install are those of the registry that pip is set to, too. The programs need the dev group of the lock.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
HEAVY = {"torch", "numba", "llvmlite", "transformers", "bertopic"}
TOOLS = {"pip", "setuptools", "wheel"}  # a venv may bring them
COLUMNS = "{:<8} {:>9} {:>6} {:>8} {:<7} {:<6} {:>6} {:>6} {}"


def build_wheel(into):
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", into]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    (wheel,) = Path(into).glob("*.whl")
    return wheel


def newcomers_variables(home):
    registry = {}
    for name, value in os.environ.items():
        if name.startswith("PIP_") or name.endswith(("_CERT_FILE", "_CA_BUNDLE")):
            registry[name] = value

    return registry | {"HOME": str(home), "PATH": "/usr/bin:/bin"}


def timed(command, folder, variables):
    start = time.monotonic()
    done = subprocess.run(
        [str(word) for word in command],
        cwd=folder,
        env=variables,
        capture_output=True,
        text=True,
    )
    return done, time.monotonic() - start


def checked(command, folder, variables):
    done, seconds = timed(command, folder, variables)
    if done.returncode:
        sys.exit(f"{command}: exit {done.returncode}\n{done.stdout}\n{done.stderr}")
    return done.stdout, seconds


def megabytes(folder):
    return sum(file.lstat().st_size for file in folder.rglob("*")) / 1e6


def measure(python, wheel, folder):
    home = folder / "home"
    home.mkdir()
    variables = newcomers_variables(home)
    binaries = folder / "env" / "bin"
    checked([python, "-m", "venv", folder / "env"], folder, variables)
    version, _ = checked([binaries / "python", "--version"], folder, variables)

    install = [binaries / "pip", "install", "--no-cache-dir", wheel]
    _, install_seconds = checked(install, folder, variables)
    listed, _ = checked(
        [binaries / "pip", "list", "--format", "json"], folder, variables
    )
    names = {package["name"] for package in json.loads(listed)} - TOOLS
    check, _ = timed([binaries / "pip", "check"], folder, variables)

    litreview = binaries / "litreview"
    _, init_seconds = checked([litreview, "init", "My review"], folder, variables)
    review = folder / "My review"
    _, run_seconds = checked([litreview, "run", "params/sample.yml"], review, variables)
    page = review / "reports" / "sample" / "report.html"

    row = [
        version.split()[1],
        f"{install_seconds:.0f}",
        f"{megabytes(folder / 'env'):.0f}",
        len(names),
        "clean" if check.returncode == 0 else "not",
        " ".join(sorted(HEAVY & names)) or "none",
        f"{init_seconds:.1f}",
        f"{run_seconds:.1f}",
        f"{page.stat().st_size / 1e6:.2f} MB" if page.is_file() else "missing",
    ]
    if check.returncode:
        row[-1] += "\n" + check.stdout
    return row


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("pythons", nargs="*", default=[sys.executable])
    pythons = parser.parse_args().pythons

    print(
        COLUMNS.format(
            "Python",
            "install s",
            "MB",
            "packages",
            "check",
            "heavy",
            "init s",
            "run s",
            "page",
        ),
        flush=True,
    )
    with tempfile.TemporaryDirectory() as built:
        wheel = build_wheel(built)
        for python in pythons:
            with tempfile.TemporaryDirectory() as folder:
                row = measure(python, wheel, Path(folder))
                print(COLUMNS.format(*row), flush=True)

        print(f"\nThe wheel: {wheel.stat().st_size / 1e6:.2f} MB")


if __name__ == "__main__":
    main()
