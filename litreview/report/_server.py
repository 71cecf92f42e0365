"""How the server of `litreview lab` hands out the pages of reports."""

from jupyter_server.base.handlers import AuthenticatedFileHandler


class PageHandler(AuthenticatedFileHandler):
    """Files in a sandbox, as the server does itself, but lists may be saved from it.

    Scripts of a page cannot reach the server; without the right to download, its
    buttons for BibTeX, RIS and CSV would do nothing, without a word.
    """

    @property
    def content_security_policy(self) -> str:
        """The policy of the server, with downloads and links into new tabs."""
        policy = super().content_security_policy
        return f"{policy} allow-downloads allow-popups allow-popups-to-escape-sandbox"
