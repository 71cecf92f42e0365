"""The command line: help with examples, completion, and words that lead where they should."""

import os
import re
import signal
import subprocess
import sys

import pytest

from litreview import __main__ as command
from litreview import report
from tests.conftest import ROOT, run_command

COMMANDS = ["init", "lab", "run", "check", "lookup", "export", "completion"]


@pytest.mark.parametrize("name", COMMANDS)
def test_help_shows_examples_and_exit_statuses(name, capsys):
    with pytest.raises(SystemExit) as ended:
        command.main([name, "--help"])
    said = capsys.readouterr().out
    assert ended.value.code == 0
    assert f"litreview {name}" in said.split("usage:")[1]
    assert said.count(f"litreview {name}") >= 2, "no example"
    assert "\x1b" not in said


def test_the_version_and_words_that_are_none(capsys):
    with pytest.raises(SystemExit) as ended:
        command.main(["--version"])
    assert ended.value.code == 0 and capsys.readouterr().out == "litreview 0.1.0\n"
    with pytest.raises(SystemExit) as ended:
        command.main(["rnu"])
    assert ended.value.code == 2


@pytest.mark.parametrize("shell", ["bash", "zsh", "tcsh"])
def test_completion_is_a_script_that_names_the_commands(shell, capsys):
    assert command.main(["completion", shell]) == 0
    script = capsys.readouterr().out
    assert all(name in script for name in COMMANDS)


def test_bash_completes_commands_and_params_files(tmp_path):
    (tmp_path / "mine.yml").write_text("dumps: x")
    (tmp_path / "notes.txt").write_text("x")
    script = run_command("completion", "bash").stdout
    (tmp_path / "complete.sh").write_text(script)
    program = """
    source complete.sh
    complete_words() {
      COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); COMPREPLY=()
      _shtab_litreview; printf '%s\\n' "${COMPREPLY[@]}"
    }
    complete_words litreview ex
    complete_words litreview run mi
    complete_words litreview run no
    complete_words litreview run mine.yml --jo
    complete_words litreview run mine.yml --until to
    complete_words litreview lookup x --at cr
    complete_words litreview export x --to xl
    """
    done = subprocess.run(
        ["bash", "-c", program], cwd=tmp_path, capture_output=True, text=True
    )
    expected = ["export", "mine.yml", "--jobs", "topics", "crossref", "xlsx"]
    assert done.stdout.split() == expected, done.stderr


def test_zsh_is_given_a_pattern_that_it_does_not_take_for_a_qualifier(capsys):
    assert command.main(["completion", "zsh"]) == 0
    assert "_files -g '*.yml'" in capsys.readouterr().out


def test_a_workspace_is_laid_out_and_says_what_to_do_next(tmp_path, capsys):
    assert command.main(["init", str(tmp_path / "my review")]) == 0
    said = capsys.readouterr().out
    assert "made   START.ipynb" in said and "litreview lab" in said
    assert command.main(["init", str(tmp_path / "my review")]) == 0
    assert "made" not in capsys.readouterr().out.split("The workspace")[0]
    assert command.main(["init", str(tmp_path / "my review" / "dumps" / "x")]) == 2
    error = capsys.readouterr().err
    assert error.count("\n") == 1 and "lies within the workspace" in error


def test_what_to_do_next_in_this_very_folder(tmp_path, capsys, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert command.main(["init", "."]) == 0
    *_, lab, run = capsys.readouterr().out.splitlines()
    assert lab == "  litreview lab" and run == "  litreview run params/sample.yml"


def test_words_behind_two_dashes_go_to_jupyterlab(monkeypatch):
    opened = []

    def open_lab(folder, words):
        opened.append((folder, list(words)))
        return 0

    monkeypatch.setattr(report, "open_lab", open_lab, raising=False)
    assert command.main(["lab"]) == 0
    assert command.main(["lab", "mine", "--", "--no-browser", "--port", "1"]) == 0
    assert opened == [(".", []), ("mine", ["--no-browser", "--port", "1"])]


def test_several_reviews_end_with_the_worst_status(monkeypatch, capsys):
    from litreview.report._several import Outcome

    def run_several(files, *_):
        yield Outcome("a", 0, "reports/a/report.html")
        yield Outcome("b", 2, "")

    monkeypatch.setattr(report, "run_several", run_several, raising=False)
    assert command.main(["run", "a.yml", "b.yml", "--jobs", "2"]) == 2
    assert capsys.readouterr().out == "reports/a/report.html\n"


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["run", "a.yml", "--jobs", "0"], "--jobs 0: .* 1 or more would do"),
        (["run", "a/x.yml", "b/x.yml"], "2 reviews are called 'x'"),
        (["run", "params"], "params: is a folder; name a params file"),
        (["run", "empty.yml"], "dumps: is not set"),
        (["run", "gone.yml"], "gone.yml: there is no such params file"),
        (["run", "empty.yml", "--set", "review=a/b"], "the name of a review"),
        (["run", "Übersicht 1/Bäume.yml"], "dumps: is not set"),
        (["run"], "the following arguments are required: PARAMS"),
        (["run", "empty.yml", "--jobs", "x"], "invalid int value: 'x'"),
        (["completion", "fish"], "invalid choice: 'fish'"),
        (["export", "reports/sample"], "arguments are required: --to"),
    ],
)
def test_what_cannot_be_used_is_one_line(words, message, tmp_path, capfd, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for folder in ("params", "Übersicht 1"):
        (tmp_path / folder).mkdir()
    (tmp_path / "empty.yml").touch()
    (tmp_path / "Übersicht 1" / "Bäume.yml").touch()
    before = sorted(tmp_path.rglob("*"))

    try:
        status = command.main(words)
    except SystemExit as ended:
        status = ended.code
    said = capfd.readouterr()

    assert status == 2 and said.out == "" and said.err.count("\n") == 1, said
    assert said.err.startswith("litreview") and re.search(message, said.err)
    assert set(tmp_path.rglob("*")) - {*before} <= {tmp_path / "reports"}


def test_a_command_left_out_shows_the_help(capsys):
    assert command.main([]) == 2
    said = capsys.readouterr()
    assert said.out == "" and "litreview init my-review" in said.err


@pytest.fixture
def two_reviews(tmp_path):
    """A workspace in which two reviews extend that of the sample."""
    done = run_command("init", tmp_path)
    assert done.returncode == 0, done.stderr
    for name in ("one", "two"):
        file = tmp_path / "params" / f"{name}.yml"
        file.write_text(f"extends: sample.yml\nreview: {name}\n")

    return tmp_path, ["run", "params/one.yml", "params/two.yml", "--jobs", "2"]


@pytest.mark.slow
def test_two_reviews_run_side_by_side(two_reviews):
    place, words = two_reviews
    done = run_command(*words, "--until", "papers", cwd=place)
    assert done.returncode == 0, done.stderr
    pages = sorted(done.stdout.split())
    assert pages == ["reports/one/report.html", "reports/two/report.html"]
    assert all((place / page).is_file() for page in pages)
    assert {line.split(":")[0] for line in done.stderr.splitlines()} == {"one", "two"}
    assert "\x1b" not in done.stderr


@pytest.mark.slow
@pytest.mark.parametrize("kind", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_whatever_stops_two_reviews_stops_them_both(two_reviews, kind):
    place, words = two_reviews
    started = subprocess.Popen(
        [sys.executable, "-m", "litreview", *words],
        cwd=place,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    seen = set()
    while seen != {"one", "two"}:
        seen.add(started.stderr.readline().split(":")[0])

    started.send_signal(kind)
    out, err = started.communicate(timeout=60)

    assert started.returncode == 130 and out == ""
    assert err.splitlines()[-1] == "litreview: stopped; what was finished stays"
    for name in ("one", "two"):
        assert f"{name}: litreview: stopped; nothing was written" in err
    assert list((place / "reports").iterdir()) == []


def test_help_needs_no_library():
    program = (
        "import sys; from litreview import __main__ as m\n"
        "try: m.main(['--help'])\n"
        "except SystemExit: pass\n"
        "print(*{name.split('.')[0] for name in sys.modules})"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True
    )
    assert not {"numpy", "pandas", "papermill"} & set(done.stdout.split())
