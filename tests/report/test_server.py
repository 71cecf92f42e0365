"""Pages of reports are handed out in a sandbox from which a list can be saved."""

from jupyter_server.base.handlers import AuthenticatedFileHandler

from litreview.report import _server


def test_the_sandbox_stays_and_lets_downloads_through(monkeypatch):
    policy = "frame-ancestors 'self'; sandbox allow-scripts"
    monkeypatch.setattr(
        AuthenticatedFileHandler, "content_security_policy", property(lambda _: policy)
    )
    handler = _server.PageHandler.__new__(_server.PageHandler)
    words = handler.content_security_policy.split("sandbox ")[1].split()
    assert {"allow-scripts", "allow-downloads"} <= set(words)
    assert "allow-same-origin" not in words
