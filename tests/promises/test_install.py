"""The lock pins hashes and brings no torch; a wheel asks for nothing that would, and holds all it reads."""

import hashlib
import os
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.conftest import ROOT

LOCK = (ROOT / "requirements.txt").read_text(encoding="utf-8")
HEAVY = {"torch", "sentence-transformers", "numba", "llvmlite", "transformers"}
EXTRAS = {"bertopic", "scale", "neural", "onnx", "static"}


def test_the_lock_is_hashed_and_names_no_host():
    pins = re.findall(r"^([\w.-]+)==", LOCK, re.MULTILINE)
    assert len(pins) > 100 and not HEAVY & set(pins)
    blocks = re.split(r"\n(?=\S)", LOCK.strip())
    assert all("--hash=sha256:" in block for block in blocks)
    assert "://" not in LOCK and "--index" not in LOCK


def build(folder, into, *targets):
    """Build what is in a folder, without a network; the file that it became."""
    command = [sys.executable, "-m", "hatchling", "build", "-d", str(into), *targets]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    (built,) = Path(into).glob("litreview-*")
    return built


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    return build(ROOT, tmp_path_factory.mktemp("wheel"), "-t", "wheel")


@pytest.fixture(scope="module")
def metadata(wheel):
    with zipfile.ZipFile(wheel) as archive:
        (name,) = [name for name in archive.namelist() if name.endswith("/METADATA")]
        return archive.read(name).decode()


def names_needed(metadata):
    lines = re.findall(r"^Requires-Dist: (.+)$", metadata, re.MULTILINE)
    return {re.match(r"[\w.-]+", line)[0] for line in lines if "extra ==" not in line}


def test_a_plain_install_brings_no_torch(metadata):
    needed = names_needed(metadata)
    assert len(needed) > 30 and not (HEAVY | {"bertopic"}) & needed


def test_what_a_plain_install_brings_is_in_the_lock(metadata):
    pins = set(re.findall(r"^([\w.-]+)==", LOCK, re.MULTILINE))
    assert names_needed(metadata) <= pins


def test_what_would_bring_torch_is_an_extra(metadata):
    extras = set(re.findall(r"^Provides-Extra: (.+)$", metadata, re.MULTILINE))
    assert extras == EXTRAS
    for name, extra in (("bertopic", "bertopic"), ("sentence-transformers", "neural")):
        assert re.search(rf"^Requires-Dist: {name}.*'{extra}'$", metadata, re.MULTILINE)


def test_a_wheel_holds_every_file_of_the_package_and_the_notebooks(wheel):
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
        start = archive.read("litreview/packaged/START.ipynb")

    listed = subprocess.run(
        ["git", "ls-files", "litreview"], cwd=ROOT, capture_output=True, text=True
    )
    files = [name for name in listed.stdout.split("\n") if (ROOT / name).is_file()]
    for file in (ROOT / "notebooks").glob("*.ipynb"):
        files.append(f"litreview/packaged/notebooks/{file.name}")

    assert set(files) <= names
    assert start == (ROOT / "START.ipynb").read_bytes()
    for part in (
        "report/templates/notebook.html.j2",
        "report/templates/style.css",
        "report/templates/charts.js",
        "sample/page-1.txt",
        "sample.md",
        "packaged/notebooks/papers.ipynb",
    ):
        assert f"litreview/{part}" in names
    assert not [name for name in names if "__pycache__" in name or "/tests/" in name]


def test_the_source_archive_builds_the_same_wheel_wherever_and_whenever(
    wheel, tmp_path
):
    source = build(ROOT, tmp_path / "source", "-t", "sdist")
    shutil.unpack_archive(source, tmp_path / "unpacked")
    (folder,) = (tmp_path / "unpacked").iterdir()
    for file in folder.rglob("*"):
        os.utime(file, (0, 1_000_000_000))

    rebuilt = build(folder, tmp_path / "wheel", "-t", "wheel")

    digests = [hashlib.sha256(file.read_bytes()) for file in (wheel, rebuilt)]
    assert digests[0].hexdigest() == digests[1].hexdigest()


def test_an_editable_install_is_a_link_and_copies_nothing(tmp_path):
    program = (
        "import sys; from hatchling import build; build.build_editable(sys.argv[1])"
    )
    subprocess.run([sys.executable, "-c", program, str(tmp_path)], cwd=ROOT, check=True)
    (built,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(built) as archive:
        names = archive.namelist()
        link = archive.read("_litreview.pth").decode().strip()

    assert link == str(ROOT)
    assert {name.split("/")[0] for name in names} == {
        "_litreview.pth",
        "litreview-0.1.0.dist-info",
    }


@pytest.mark.slow
def test_a_wheel_makes_a_page_in_an_empty_folder_without_bertopic(wheel, tmp_path):
    unpacked = tmp_path / "site"
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(unpacked)

    # What the wheel needs is here already; the checkout must not be seen, nor BERTopic.
    (unpacked / "bertopic.py").write_text("raise ImportError('not installed')")
    variables = os.environ | {"PYTHONPATH": str(unpacked)}
    seen = subprocess.run(
        [sys.executable, "-c", "import litreview; print(litreview.__file__)"],
        cwd=tmp_path,
        env=variables,
        capture_output=True,
        text=True,
    )
    assert Path(seen.stdout).is_relative_to(unpacked)

    program = [sys.executable, "-m", "litreview"]
    begun = subprocess.run([*program, "init", "My review"], cwd=tmp_path, env=variables)
    folder = tmp_path / "My review"
    run = subprocess.run(
        [*program, "run", "params/sample.yml", "--until", "topics"],
        cwd=folder,
        env=variables,
        capture_output=True,
        text=True,
    )

    assert (begun.returncode, run.returncode) == (0, 0), run.stderr
    report = folder / "reports" / "sample"
    assert (report / "report.html").is_file()
    assert (report / "tables" / "topics.parquet").is_file()


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
