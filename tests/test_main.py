"""The command line: help with examples, completion, and words that lead where they should."""

import subprocess
import sys

import pytest

from litreview import __main__ as command
from litreview import report
from tests.conftest import run_command

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
    complete_words litreview run --ja
    """
    done = subprocess.run(
        ["bash", "-c", program], cwd=tmp_path, capture_output=True, text=True
    )
    assert done.stdout.split()[:1] == ["export"], done.stderr


def test_a_workspace_is_laid_out_and_says_what_to_do_next(tmp_path, capsys):
    assert command.main(["init", str(tmp_path / "my review")]) == 0
    said = capsys.readouterr().out
    assert "made   START.ipynb" in said and "litreview lab" in said
    assert command.main(["init", str(tmp_path / "my review")]) == 0
    assert "made" not in capsys.readouterr().out.split("The workspace")[0]
    assert command.main(["init", str(tmp_path / "my review" / "dumps" / "x")]) == 2
    error = capsys.readouterr().err
    assert error.count("\n") == 1 and "lies within the workspace" in error


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


@pytest.mark.slow
def test_two_reviews_run_side_by_side(tmp_path):
    for name in ("one", "two"):
        text = "dumps: dumps/sample\nextends: sample.yml\n"
        done = run_command("init", tmp_path) if name == "one" else None
        assert done is None or done.returncode == 0
        file = tmp_path / "params" / f"{name}.yml"
        file.write_text(f"{text}review: {name}\n")
    words = ["params/one.yml", "params/two.yml", "--jobs", 2, "--until", "papers"]
    done = run_command("run", *words, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    pages = sorted(done.stdout.split())
    assert pages == ["reports/one/report.html", "reports/two/report.html"]
    assert all((tmp_path / page).is_file() for page in pages)


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
