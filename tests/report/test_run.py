"""Bad input ends in one line and status 2, a failed notebook in a page and status 1, and nothing half-written."""

import json
import shutil

import nbformat
import pytest

from litreview import __main__ as command
from litreview import tables
from tests.conftest import ROOT, SAMPLE, run_command

PAGE = (SAMPLE / "page-1.txt").read_text(encoding="utf-8")


@pytest.fixture
def refused(capsys):
    """Run a command that must be refused before anything runs; gives its one line."""

    def run(*words) -> str:
        status = command.main([str(word) for word in words])
        said = capsys.readouterr()
        assert status == 2, said.err
        assert said.out == "" and said.err.count("\n") == 1, said.err
        assert said.err.startswith("litreview: ")
        return said.err

    return run


def review(tmp_path, text):
    (tmp_path / "review.yml").write_text(text)
    return tmp_path / "review.yml"


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("empty.txt", b"", "empty.txt is empty"),
        ("image.bin", bytes(range(256)) * 9, "image.bin is binary"),
        ("list.txt", b"milk\nbread\n", "no paper found"),
    ],
)
def test_dumps_that_cannot_be_read(tmp_path, name, data, said, refused):
    (tmp_path / name).write_bytes(data)
    file = review(tmp_path, f"dumps: {tmp_path / name}")
    line = refused("run", file, "--reports", tmp_path / "reports")
    assert said in line and name in line
    assert (
        not list((tmp_path / "reports").rglob("*"))
        if (tmp_path / "reports").exists()
        else True
    )


def test_a_folder_without_a_readable_dump(tmp_path, refused):
    (tmp_path / "dumps").mkdir()
    (tmp_path / "dumps" / "image.png").write_bytes(bytes(range(256)))
    file = review(tmp_path, f"dumps: {tmp_path / 'dumps'}")
    assert "image.png is binary" in refused("run", file)
    (tmp_path / "dumps" / "image.png").unlink()
    assert "no file in it" in refused("run", file)
    assert "no file, folder or glob" in refused(
        "run", review(tmp_path, "dumps: nowhere")
    )


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--set", "topcis=5"], "unknown key 'topcis'; did you mean 'topics'"),
        (
            ["--set", "topics=few"],
            "topics: 'few' is text; auto, coarse, fine, or a whole number from 2 would do",
        ),
        (["--set", "seed"], "has no `=`; write --set KEY=VALUE"),
        (
            ["--set", "notebooks=3"],
            "notebooks: 3 is a whole number; a list of notebooks that are there",
        ),
        (
            ["--set", "notebooks=[gone.ipynb]"],
            "a list of notebooks that are there, seen from where the command is typed, would",
        ),
        (
            ["--set", f"notebooks=[{__file__}]"],
            "test_run.py names no kernel; open it in JupyterLab and save it",
        ),
        (
            ["--set", "template=nowhere"],
            "template: 'nowhere' is text; a folder of templates would do",
        ),
        (
            ["--set", "linked=thrice"],
            "linked: 'thrice' is text; one of auto, once, twice would do",
        ),
        (
            ["--set", "screening_decisions=README.md"],
            "README.md: is no file of decisions, or a damaged one",
        ),
        (
            ["--until", "end"],
            "--until end: is none of the notebooks papers, screening, topics, trends, ",
        ),
        (
            ["--until", "screening"],
            "--until screening: nothing is screened yet; name a file of decisions",
        ),
        (["--reports", "/proc/none"], "choose another folder with --reports"),
        (["--reports", __file__], "choose another folder with --reports"),
    ],
)
def test_words_that_cannot_be_used(words, said, refused):
    assert said in refused("run", "params/sample.yml", *words)


def test_nothing_but_an_earlier_report_is_ever_replaced(tmp_path, refused, monkeypatch):
    monkeypatch.chdir(tmp_path)
    dumps = tmp_path / "crispr"
    dumps.mkdir()
    (dumps / "page.txt").write_text(PAGE)
    (tmp_path / "crispr.yml").write_text("dumps: crispr")
    line = refused("run", "crispr.yml", "--reports", ".")
    assert "it holds the dump crispr/page.txt" in line
    (tmp_path / "reports" / "crispr").mkdir(parents=True)
    (tmp_path / "reports" / "crispr" / "thesis.doc").write_text("years of work")
    assert "files that are no report" in refused("run", "crispr.yml")
    assert (dumps / "page.txt").read_text() == PAGE


def test_a_run_that_is_not_there_and_the_place_of_kept_runs(tmp_path, refused):
    file = review(tmp_path, f"dumps: {SAMPLE}")
    words = ["--reports", tmp_path / "reports"]
    line = refused("run", file, *words, "--set", "compare_to=2026-09")
    assert "compare_to: '2026-09' is neither" in line and "those kept: none yet" in line
    page = tmp_path / "reports" / "review.earlier" / "2026" / "page.txt"
    page.parent.mkdir(parents=True)
    page.write_text(PAGE)
    assert "it holds the dump" in refused(
        "run", review(tmp_path, f"dumps: {page}"), *words
    )
    shutil.copy(file, tmp_path / "review.earlier.yml")
    assert "earlier runs are kept there; rename" in refused(
        "run", tmp_path / "review.earlier.yml", *words
    )


def test_params_files_that_cannot_be_used(tmp_path, refused):
    assert "no such params file" in refused("run", tmp_path / "no.yml")
    assert "line 1: not YAML" in refused("run", review(tmp_path, "a: [b"))
    assert "dumps: is not set" in refused("run", review(tmp_path, "seed: 1"))


@pytest.mark.slow
def test_a_failed_notebook_ends_the_run_and_leaves_the_earlier_report(
    tmp_path, monkeypatch
):
    notebook = nbformat.read(ROOT / "notebooks" / "topics.ipynb", 4)
    notebook.cells[4].source = "raise RuntimeError('the <b>tide</b> went out')"
    nbformat.write(notebook, tmp_path / "topics.ipynb")
    earlier = tmp_path / "reports" / "review"
    earlier.mkdir(parents=True)
    (earlier / "run.json").write_text("{}")
    (earlier / "report.html").write_text("earlier")
    text = f"dumps: {SAMPLE / 'page-1.txt'}\nnotebooks: [topics.ipynb]"
    file = review(tmp_path, text)
    done = run_command("run", file, "--reports", tmp_path / "reports", cwd=tmp_path)
    assert done.returncode == 1 and done.stdout == ""
    last = done.stderr.splitlines()[-1]
    assert "topics.ipynb, cell [" in last and last.endswith(
        "RuntimeError: the <b>tide</b> went out"
    )
    left = {file.name for file in earlier.iterdir()}
    assert left == {"report.html", "run.json", "failure.html", "failed-topics.ipynb"}
    page = (earlier / "failure.html").read_text()
    assert "<b>tide" not in page and "&lt;b&gt;tide" in page
    assert [place.name for place in (tmp_path / "reports").iterdir()] == ["review"]


@pytest.mark.slow
def test_until_runs_as_far_as_that_notebook(tmp_path):
    words = ["--set", "topics=5"]  # a key of a later notebook
    done = run_command(
        "run", "params/sample.yml", "--until", "papers", "--reports", tmp_path, *words
    )
    assert done.returncode == 0, done.stderr
    report = tmp_path / "sample"
    assert (report / "report.html").is_file() and (report / "run.json").is_file()
    assert (report / "notebooks" / "papers.html").is_file()
    assert tables.file_of(report, "papers").is_file()
    assert not list(report.rglob("topics*"))


@pytest.mark.slow
@pytest.mark.parametrize("count", [1, 5])
def test_a_handful_of_papers_is_a_page_and_not_a_stack_trace(tmp_path, count):
    lines = PAGE.split("\n")
    (tmp_path / "few.txt").write_text("\n".join(lines[: 10 + 4 * count]))
    file = review(tmp_path, f"dumps: {tmp_path / 'few.txt'}")
    done = run_command("run", file, "--reports", tmp_path / "reports")
    assert done.returncode == 0, done.stderr
    place = tmp_path / "reports" / "review"
    assert f"No topics: {count} paper" in (place / "report.html").read_text(
        encoding="utf-8"
    )
    assert json.loads((place / "run.json").read_text())["counts"]["papers"] == count
