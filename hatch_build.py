"""Pack START.ipynb and the notebooks, which lie beside the package, into the wheel."""

from pathlib import Path

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class PackNotebooks(BuildHookInterface):
    """Copy the notebooks into a wheel, but not into an editable install.

    There the package finds those of the checkout; copies would grow old.
    """

    def initialize(self, version, build_data):
        """Name the files to copy, before the wheel is built."""
        if version == "editable":
            return

        root = Path(self.root)
        for file in [root / "START.ipynb", *root.glob("notebooks/*.ipynb")]:
            inside = Path("litreview", "packaged", file.relative_to(root))
            build_data["force_include"][str(file)] = str(inside)
