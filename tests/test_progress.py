"""Progress: shown where its reader looks, gone when the work is done, and never in its way."""

import contextlib
import io
import json
import os
import pty
import re
import subprocess
import sys
import threading
import time
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jupyter_client import KernelManager

from litreview import progress
from tests.conftest import ROOT

LONG = 30.0  # seconds that nothing here takes

# Work that shows at once, and ends when it has given two signs, however slow the machine.
WORK = """
import time
from litreview import progress
progress.SIGN, progress.PAUSE, progress.PATIENCE = 0.0, 0.01, 0.0
signs = []
list_rows = progress.__dict__.setdefault("list_rows", progress._list_rows)
def list_and_note():
    signs.append(list_rows())
    return signs[-1]
progress._list_rows = list_and_note
until = time.monotonic() + 30
with progress.stage("Reading <b>&</b> files", total=4) as step:
    step()
    with progress.stage("Looking"):
        while len(signs) < 3 and time.monotonic() < until:
            time.sleep(0.01)
"""


class Terminal(io.StringIO):
    """Standard error, as if a person sat before it."""

    encoding = "utf-8"

    def isatty(self) -> bool:
        return True


def screen(written: str) -> list[str]:
    """The lines that a terminal shows of what was written to it."""
    lines = []
    for line in written.replace("\r\n", "\n").split("\n"):
        shown = ""
        for drawn in line.split("\r"):
            shown = drawn + shown[len(drawn) :]
        lines.append(shown.rstrip())
    return lines


def run_in_terminal(*command: str, **environment: str) -> str:
    """Run a command whose standard error is a terminal; gives what was written there."""
    reader, writer = pty.openpty()
    process = subprocess.Popen(
        command,
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=writer,
        env=os.environ
        | {"PYTHONPATH": str(ROOT), "TERM": "xterm", "COLUMNS": "100"}
        | environment,
    )
    os.close(writer)
    written = b""
    with contextlib.suppress(OSError):  # closed at the other end
        while part := os.read(reader, 65536):
            written += part
    os.close(reader)
    assert process.wait(LONG) == 0, written.decode()
    return written.decode()


def wait_for(condition) -> None:
    until = time.monotonic() + LONG
    while not condition():
        assert time.monotonic() < until
        time.sleep(0.005)


@pytest.fixture
def at_once(monkeypatch):
    """All work counts as long."""
    monkeypatch.delenv(progress.FILE, raising=False)
    monkeypatch.setattr(progress, "SIGN", 0.0)
    monkeypatch.setattr(progress, "PAUSE", 0.005)
    monkeypatch.setattr(progress, "PATIENCE", 0.0)
    monkeypatch.setattr(progress, "_place", None)
    monkeypatch.setattr(progress, "_ended", 0.0)


@pytest.fixture
def terminal(monkeypatch, at_once):
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "60")
    stream = Terminal()
    replace_stderr(monkeypatch, stream)
    return stream


def replace_stderr(monkeypatch, stream) -> None:
    # pytest puts its own in the place of sys.stderr as each test begins.
    there = SimpleNamespace(stderr=stream, modules=sys.modules)
    monkeypatch.setattr(progress, "sys", there)


@given(st.lists(st.integers()), st.integers(0, 5), st.text())
def test_items_come_through_as_they_are(items, total, name):
    assert list(progress.steps(items, name)) == items
    assert list(progress.steps(iter(items), name)) == items
    # A wrong number is no reason to stop.
    assert list(progress.steps(iter(items), name, total)) == items
    assert progress._stages == []


def test_what_fails_inside_comes_out_and_ends_the_stages(terminal):
    with pytest.raises(KeyError), progress.stage("Outer"):
        for _ in progress.steps([1, 2], "Inner"):
            raise KeyError
    assert progress._stages == []

    for _ in progress.steps([1, 2], "Left early"):
        break
    assert progress._stages == []


def test_short_work_shows_nothing_and_costs_next_to_nothing(monkeypatch, terminal):
    monkeypatch.setattr(progress, "SIGN", LONG)
    with progress.stage("Short", 2) as step:
        time.sleep(3 * progress.PAUSE)
        step()
    assert terminal.getvalue() == ""

    started = time.perf_counter()
    for _ in progress.steps(range(200_000), "Counting"):
        pass
    assert time.perf_counter() - started < 2  # a tenth of it here


def test_a_line_of_the_terminal_is_drawn_over_itself_and_wiped_out(terminal):
    terminal.write("above\n")
    with progress.stage("Reading files", total=4) as step:
        step()
        with progress.stage("Looking for a very long time into what they hold"):
            wait_for(lambda: "so far" in terminal.getvalue())
        wait_for(lambda: "\rReading files 1 of 4" in terminal.getvalue())

    assert max(map(len, terminal.getvalue().split("\r"))) < 60
    assert screen(terminal.getvalue()) == ["above", ""]


def test_a_real_terminal_is_left_as_it_was():
    written = run_in_terminal(sys.executable, "-c", f"{WORK}\nassert len(signs) >= 3")

    assert "Reading <b>&</b> files 1 of 4 · Looking · 0 s so far" in written
    assert "\x1b" not in written  # no colours, whatever NO_COLOR says
    assert screen(written) == [""]


def test_a_log_has_a_line_now_and_then(monkeypatch, at_once):
    stream = io.StringIO()
    replace_stderr(monkeypatch, stream)
    monkeypatch.setattr(progress, "LINES", 0.05)

    with progress.stage("Reading files", total=4):
        wait_for(lambda: stream.getvalue().count("\n") > 1)
    lines = stream.getvalue().splitlines()
    assert lines[0].startswith("Reading files 0 of 4 · 0 s so far")
    assert "\r" not in stream.getvalue()

    # Short work has none, and long work no more than it should.
    monkeypatch.setattr(progress, "PATIENCE", LONG)
    monkeypatch.setattr(progress, "_place", None)
    monkeypatch.setattr(progress, "_ended", 0.0)
    with progress.stage("Reading more"):
        time.sleep(5 * progress.PAUSE)
    assert stream.getvalue().splitlines()[-1] == lines[-1]


def test_a_dumb_terminal_is_a_log(monkeypatch, terminal):
    monkeypatch.setenv("TERM", "dumb")
    with progress.stage("Reading files"):
        wait_for(terminal.getvalue)
    assert terminal.getvalue().endswith("so far\n")


def test_another_process_shows_inside_ours(tmp_path, terminal):
    file = tmp_path / "state"
    file.write_text("this is no state")
    code = f"{WORK}\nassert len(signs) >= 3"
    with progress.stage("papers", file=file):
        wait_for(lambda: "papers" in terminal.getvalue())
        environment = os.environ | {"PYTHONPATH": str(ROOT), progress.FILE: str(file)}
        process = subprocess.Popen([sys.executable, "-c", code], env=environment)
        wait_for(
            lambda: (
                "files 1 of 4 · Looking" in terminal.getvalue()
                or process.poll() is not None
            )
        )
        assert process.wait(LONG) == 0
        assert not [*tmp_path.iterdir()]  # it is gone when its work is done

    shown = "papers · Reading <b>&</b> files 1 of 4 · Looking · 0 s so far"
    if shown not in terminal.getvalue():
        # The line is as wide as the terminal, and its end is what matters.
        assert f"…{shown[-58:]}" in terminal.getvalue()


@pytest.mark.parametrize("content", ["", "[", "[[1]]", "{}", "7", '[["a"]]', "null"])
def test_a_broken_state_says_nothing(tmp_path, content):
    file = tmp_path / "state"
    file.write_text(content)
    assert progress._read_rows(file) == []
    assert progress._read_rows(tmp_path / "none") == []


def test_what_goes_wrong_in_showing_does_not_stop_the_work(monkeypatch, at_once):
    class Broken(Terminal):
        def write(self, text: str) -> int:
            tried.set()
            raise BrokenPipeError

    for stream in (Broken(), None):
        tried = threading.Event()
        replace_stderr(monkeypatch, stream)
        monkeypatch.setattr(progress, "_place", None)
        with progress.stage("Reading files", total="many"):
            pass
        with progress.stage("Reading files"):
            if stream is not None:
                assert tried.wait(LONG)
    assert progress._stages == []


def test_threads_may_work_side_by_side(terminal):
    def work(name: str) -> None:
        for _ in progress.steps(range(20), name):
            time.sleep(0.001)

    threads = [threading.Thread(target=work, args=(f"work {i}",)) for i in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert progress._stages == []
    assert screen(terminal.getvalue()) == [""]


def test_time_is_left_in_words():
    row = progress.Row("Reading", 1, 4, 65.0, 200.0)
    assert progress.describe_rows([row]) == "Reading 1 of 4 · 3 min left"
    assert (
        progress.describe_rows([row._replace(left=8000.0)])
        == "Reading 1 of 4 · 2 h 13 min left"
    )
    assert (
        progress.describe_rows([row._replace(left=None, total=None)])
        == "Reading · 1 min 5 s so far"
    )
    assert (
        progress.describe_rows([row._replace(done=99.9, total=100, left=0.1)])
        == "Reading 99 % · 1 s left"
    )


@given(
    st.floats(0, 1e6, allow_nan=False),
    st.floats(0.5, 1e6),
    st.floats(0, 1e4),
    st.floats(0, 1e4),
)
def test_a_share_is_never_more_than_all(done, total, worked, since):
    work = progress.Stage("Reading", total, None)
    work.done = done
    now = time.perf_counter()
    work.stepped = now - since
    work.began = work.stepped - worked

    row = work.row()
    assert 0 <= row.done <= row.total
    assert row.left is None or 0 < row.left
    assert row.seconds >= worked


def test_words_are_no_html():
    rows = [
        progress.Row("<img src=x> & more", 1.0, 4, 1.0, None),
        progress.Row('"quoted"', 0, None, 1.0, None),
    ]
    text = progress.write_html(rows)
    assert set(re.findall(r"<(\w+)", text)) == {"div", "progress"}
    assert "&lt;img src=x&gt; &amp; more · 1 of 4" in text
    assert 'value="0.25"' in text


@pytest.fixture(scope="module", params=["catches", "does not catch"])
def kernel(request, tmp_path_factory):
    """A kernel, and the file that its standard error goes to.

    Elsewhere than on Windows it catches what programs write there, unless pytest starts it.
    """
    log = tmp_path_factory.mktemp("kernel") / "stderr"
    manager = KernelManager(kernel_name="python3")
    with open(log, "w") as stderr:
        environment = os.environ | {"PYTHONPATH": str(ROOT)}
        environment.pop(progress.FILE, None)
        if request.param == "catches":
            environment.pop("PYTEST_CURRENT_TEST", None)
        manager.start_kernel(env=environment, stderr=stderr)
    client = manager.client()
    client.start_channels()
    client.wait_for_ready(timeout=60)
    yield client, log
    client.stop_channels()
    manager.shutdown_kernel(now=True)


def run_cell(client, code: str, **metadata: str) -> list[dict]:
    """Run a cell; gives the messages that came of it, but for those on its status."""
    content = {"code": code, "silent": False, "store_history": True}
    content |= {"user_expressions": {}, "allow_stdin": False, "stop_on_error": True}
    request = client.session.msg("execute_request", content)
    request["metadata"] = metadata
    client.shell_channel.send(request)

    messages = []
    while True:
        message = client.iopub_channel.get_msg(timeout=60)
        if message["parent_header"].get("msg_id") != request["header"]["msg_id"]:
            continue
        if message["content"].get("execution_state") == "idle":
            return messages
        if message["msg_type"] not in ("status", "execute_input"):
            messages.append(message)


def test_a_notebook_has_one_display_that_is_empty_in_the_end(kernel):
    client, log = kernel
    before = log.read_text()
    messages = run_cell(client, f"{WORK}{WORK}", cellId="a")

    first, *others = messages
    assert first["msg_type"] == "display_data"
    assert {other["msg_type"] for other in others} == {"update_display_data"}
    identities = {message["content"]["transient"]["display_id"] for message in messages}
    assert len(identities) == 1

    contents = [message["content"]["data"] for message in messages]
    assert contents[-1] == {"text/html": "", "text/plain": ""}
    texts = [content["text/plain"] for content in contents]
    assert texts.count("") == 2  # as each of the two stages ended
    assert "Reading <b>&</b> files 1 of 4 · Looking · 0 s so far" in texts
    assert all("<b>" not in content["text/html"] for content in contents)
    assert log.read_text() == before

    # The next cell has its own.
    further = run_cell(client, WORK, cellId="b")
    assert further[0]["msg_type"] == "display_data"
    assert further[0]["content"]["transient"]["display_id"] not in identities


def test_papermill_gets_lines_and_its_notebook_stays_clean(kernel):
    client, log = kernel
    before = log.read_text()
    messages = run_cell(client, WORK)
    assert messages == []
    assert (
        log.read_text().removeprefix(before)
        == "Reading <b>&</b> files 1 of 4 · Looking · 0 s so far\n"
    )


def test_a_failing_cell_leaves_no_progress(kernel):
    client, _ = kernel
    code = f"{WORK.rstrip()}\n        raise KeyError"
    messages = run_cell(client, code, cellId="c")
    assert messages[-1]["msg_type"] == "error"
    displays = [
        message for message in messages if "display_data" in message["msg_type"]
    ]
    assert displays[-1]["content"]["data"]["text/plain"] == ""


@pytest.mark.slow
def test_a_run_says_how_far_it_is(tmp_path):
    command = [sys.executable, "-m", "litreview", "run", "params/sample.yml"]
    command += ["--reports", str(tmp_path), "--set", "screening_decisions="]
    written = run_in_terminal(*command, "--until", "topics")

    assert "Running the notebooks 0 of 2 · papers" in written
    assert "Running the notebooks 1 of 2 · topics" in written
    assert screen(written) == [""]

    # What the kernels said is not in the notebooks.
    for file in (tmp_path / "sample" / "notebooks").glob("*.ipynb"):
        for cell in json.loads(file.read_text())["cells"]:
            assert "so far" not in json.dumps(cell.get("outputs", []))
