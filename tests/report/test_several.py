"""Reviews run side by side: each by its name, one that fails alone, and all ended together."""

import subprocess
import sys

import pytest

from litreview.report import _several

PROGRAM = """
import sys, time
print(f"reading {sys.argv[1]}", file=sys.stderr, flush=True)
if sys.argv[1] == "slow":
    time.sleep(600)
if sys.argv[1] == "bad":
    sys.exit(2)
print(f"reports/{sys.argv[1]}/report.html")
"""


@pytest.fixture
def started(monkeypatch):
    """Reviews that are told by a small program instead of run; gives their processes."""
    processes = []

    def start(file, options):
        words = [sys.executable, "-c", PROGRAM, str(file).removesuffix(".yml")]
        process = subprocess.Popen(
            words,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            start_new_session=True,
        )
        processes.append(process)
        return process

    monkeypatch.setattr(_several, "_start", start)
    return processes


def test_each_review_has_its_outcome_and_its_lines(started):
    lines = []
    outcomes = _several.run_several(
        ["one.yml", "bad.yml", "two.yml"], jobs=2, show=lines.append
    )
    found = {each.review: (each.status, each.page) for each in outcomes}
    assert found == {
        "one": (0, "reports/one/report.html"),
        "bad": (2, ""),
        "two": (0, "reports/two/report.html"),
    }
    assert sorted(lines) == ["bad: reading bad", "one: reading one", "two: reading two"]


def test_whoever_stops_early_ends_them_all(started):
    outcomes = _several.run_several(
        ["slow.yml", "one.yml"], jobs=2, show=lambda line: None
    )
    assert next(outcomes).review == "one"
    outcomes.close()
    assert [process.poll() is not None for process in started] == [True, True]


def test_what_cannot_be_run_side_by_side(started):
    with pytest.raises(ValueError, match="--jobs 0: .* 1 or more would do"):
        _several.run_several(["one.yml"], jobs=0)
    with pytest.raises(ValueError, match="2 reviews are called 'one'"):
        _several.run_several(["a/one.yml", "b/one.yml"])
    assert started == []
