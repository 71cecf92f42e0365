"""Bad input ends in one line and status 2, a failed notebook in a page and status 1, and nothing half-written."""

import json

import nbformat
import pytest

from litreview import pages, report
from tests.conftest import ROOT, SAMPLE, run_command

PAGE = (SAMPLE / "page-1.txt").read_text(encoding="utf-8")


def refused(done) -> str:
    """Check that a command was refused before anything ran, and return its one line."""
    assert done.returncode == 2, done.stderr
    assert done.stdout == "" and done.stderr.count("\n") == 1, done.stderr
    assert done.stderr.startswith("litreview: ")
    return done.stderr


def review(tmp_path, text):
    (tmp_path / "review.yml").write_text(text)
    return tmp_path / "review.yml"


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("empty.txt", b"", "empty.txt is empty"),
        ("image.bin", bytes(range(256)) * 9, "image.bin is binary"),
        ("latin.txt", PAGE.replace("a", "é").encode("latin-1"), "byte 0xe9 is not UTF-8; save the file as UTF-8"),
        ("list.txt", b"milk\nbread\n", "no paper found"),
    ],
)
def test_dumps_that_cannot_be_read(tmp_path, name, data, said):
    (tmp_path / name).write_bytes(data)
    file = review(tmp_path, f"dumps: {tmp_path / name}")
    line = refused(run_command("run", file, "--reports", tmp_path / "reports"))
    assert said in line and name in line
    assert not list((tmp_path / "reports").rglob("*")) if (tmp_path / "reports").exists() else True


def test_a_folder_without_a_readable_dump(tmp_path):
    (tmp_path / "dumps").mkdir()
    (tmp_path / "dumps" / "image.png").write_bytes(bytes(range(256)))
    file = review(tmp_path, f"dumps: {tmp_path / 'dumps'}")
    assert "image.png is binary" in refused(run_command("run", file))
    (tmp_path / "dumps" / "image.png").unlink()
    assert "no file in it" in refused(run_command("run", file))
    assert "no file, folder or glob" in refused(run_command("run", review(tmp_path, "dumps: nowhere")))


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--set", "topcis=5"], "unknown key 'topcis'; did you mean 'topics'"),
        (["--set", "topics=few"], "topics: 'few' is text; auto, coarse, fine, or a whole number from 2 would do"),
        (["--set", "seed"], "has no `=`; write --set KEY=VALUE"),
        (["--until", "end"], "--until end: is none of the notebooks papers, topics, trends"),
        (["--reports", "/proc/none"], "choose another folder with --reports"),
        (["--reports", __file__], "choose another folder with --reports"),
    ],
)
def test_words_that_cannot_be_used(words, said):
    assert said in refused(run_command("run", "params/sample.yml", *words))


def test_nothing_but_an_earlier_report_is_ever_replaced(tmp_path):
    dumps = tmp_path / "crispr"
    dumps.mkdir()
    (dumps / "page.txt").write_text(PAGE)
    (tmp_path / "crispr.yml").write_text("dumps: crispr")
    line = refused(run_command("run", "crispr.yml", "--reports", ".", cwd=tmp_path))
    assert "it holds the dump crispr/page.txt" in line
    (tmp_path / "reports" / "crispr").mkdir(parents=True)
    (tmp_path / "reports" / "crispr" / "thesis.doc").write_text("years of work")
    assert "files that are no report" in refused(run_command("run", "crispr.yml", cwd=tmp_path))
    assert (dumps / "page.txt").read_text() == PAGE


def test_a_report_is_put_in_place_and_the_one_before_kept(tmp_path):
    for text in ("one", "two", "three"):
        (tmp_path / "build").mkdir()
        (tmp_path / "build" / "run.json").write_text(text)
        report._put(tmp_path / "build", tmp_path / "review")
    assert (tmp_path / "review" / "run.json").read_text() == "three"
    assert (tmp_path / "review.previous" / "run.json").read_text() == "two"


def test_params_files_that_cannot_be_used(tmp_path):
    assert "no such params file" in refused(run_command("run", tmp_path / "no.yml"))
    assert "line 1: not YAML" in refused(run_command("run", review(tmp_path, "a: [b")))
    assert "dumps: is not set" in refused(run_command("run", review(tmp_path, "seed: 1")))


@pytest.mark.slow
def test_a_failed_notebook_ends_the_run_and_leaves_the_earlier_report(tmp_path, monkeypatch):
    notebooks = tmp_path / "notebooks"
    notebooks.mkdir()
    for name in report.ORDER:
        notebook = nbformat.read(ROOT / "notebooks" / f"{name}.ipynb", 4)
        if name == "topics":
            notebook.cells[4].source = "raise RuntimeError('the <b>tide</b> went out')"
        nbformat.write(notebook, notebooks / f"{name}.ipynb")
    earlier = tmp_path / "reports" / "review"
    earlier.mkdir(parents=True)
    (earlier / "run.json").write_text("{}")
    (earlier / "index.html").write_text("earlier")
    file = review(tmp_path, f"dumps: {SAMPLE / 'page-1.txt'}")
    done = run_command("run", file, "--reports", tmp_path / "reports", cwd=tmp_path)
    assert done.returncode == 1 and done.stdout == ""
    last = done.stderr.splitlines()[-1]
    assert "topics.ipynb, cell [" in last and last.endswith("RuntimeError: the <b>tide</b> went out")
    left = {file.name for file in earlier.iterdir()}
    assert left == {"index.html", "run.json", "failure.html", "failed-topics.ipynb"}
    page = (earlier / "failure.html").read_text()
    assert "<b>tide" not in page and "&lt;b&gt;tide" in page
    assert [place.name for place in (tmp_path / "reports").iterdir()] == ["review"]


@pytest.mark.slow
def test_until_runs_as_far_as_that_notebook(tmp_path):
    words = ["--set", "topics=5"]  # a key of a later notebook
    done = run_command("run", "params/sample.yml", "--until", "papers", "--reports", tmp_path, *words)
    assert done.returncode == 0, done.stderr
    made = {file.name for file in (tmp_path / "sample").iterdir()}
    assert {"index.html", "papers.html", "papers.parquet", "run.json"} <= made
    assert not {"topics.html", "topics.parquet"} & made


@pytest.mark.slow
@pytest.mark.parametrize("count", [1, 5])
def test_a_handful_of_papers_is_a_page_and_not_a_stack_trace(tmp_path, count):
    lines = PAGE.split("\n")
    (tmp_path / "few.txt").write_text("\n".join(lines[: 10 + 4 * count]))
    file = review(tmp_path, f"dumps: {tmp_path / 'few.txt'}")
    done = run_command("run", file, "--reports", tmp_path / "reports")
    assert done.returncode == 0, done.stderr
    place = tmp_path / "reports" / "review"
    assert f"No topics: {count} paper" in (place / "index.html").read_text(encoding="utf-8")
    assert json.loads((place / "run.json").read_text())["counts"]["papers"] == count


def test_hostile_text_is_text_on_every_page(tmp_path):
    hostile = "</script><script>alert(1)</script><img src=x onerror=alert(2)>"
    spec = {"description": f"'\"{hostile}", "title": hostile, "data": {"values": [{"a": hostile}]}, "mark": "point"}
    outputs = [
        nbformat.v4.new_output("display_data", {pages.VEGA_LITE: spec}),
        nbformat.v4.new_output("display_data", {"text/plain": hostile}),
        nbformat.v4.new_output("stream", name="stdout", text=hostile),
    ]
    cells = [nbformat.v4.new_markdown_cell("# Title"), nbformat.v4.new_code_cell("1", outputs=outputs)]
    nbformat.write(nbformat.v4.new_notebook(cells=cells), tmp_path / "papers.ipynb")
    page = pages.render(tmp_path / "papers.ipynb", ["papers"], hostile).read_text(encoding="utf-8")
    body = page[page.index("<body>") :]
    assert "<script>alert" not in body and "<img src=x" not in body
    assert "<script>alert" not in page.split("</title>")[0]
