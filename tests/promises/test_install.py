"""The lock pins hashes and brings no torch; a wheel asks for nothing that would, and holds all it reads."""

import re
import subprocess
import sys
import zipfile

from tests.conftest import ROOT

LOCK = (ROOT / "requirements.txt").read_text(encoding="utf-8")
HEAVY = {"torch", "sentence-transformers", "numba", "llvmlite", "transformers"}


def test_the_lock_is_hashed_and_names_no_host():
    pins = re.findall(r"^([\w.-]+)==", LOCK, re.MULTILINE)
    assert len(pins) > 100 and not HEAVY & set(pins)
    blocks = re.split(r"\n(?=\S)", LOCK.strip())
    assert all("--hash=sha256:" in block for block in blocks)
    assert "://" not in LOCK and "--index" not in LOCK


def test_a_wheel_brings_no_torch_and_all_its_files(tmp_path):
    command = [
        sys.executable,
        "-m",
        "flit_core.wheel",
        "--outdir",
        str(tmp_path),
        str(ROOT),
    ]
    subprocess.run(command, check=True, capture_output=True)
    (wheel,) = tmp_path.glob("litreview-*.whl")
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
        metadata = archive.read(
            next(name for name in names if name.endswith("METADATA"))
        ).decode()
    needed = re.findall(
        r"^Requires-Dist: ([\w.-]+)(?!.*extra ==).*$", metadata, re.MULTILINE
    )
    assert not (HEAVY | {"bertopic"}) & set(needed)
    assert "sentence-transformers" in metadata
    for part in (
        "report/templates/notebook.html.j2",
        "report/templates/style.css",
        "report/templates/charts.js",
        "sample/page-1.txt",
        "sample.md",
    ):
        assert f"litreview/{part}" in names


def test_importing_the_package_imports_no_library():
    program = (
        "import sys, litreview; print(*{name.split('.')[0] for name in sys.modules})"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=True,
    )
    assert not {"numpy", "pandas", "altair", "bertopic", "sklearn", "IPython"} & set(
        done.stdout.split()
    )
