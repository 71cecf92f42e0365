"""The table of papers in JupyterLab: ipydatagrid, which fetches only rows in sight."""

import pandas as pd
from ipydatagrid import StreamingDataGrid
from traitlets import observe

WIDTHS = {"Title": 380, "Year": 60, "Topic": 150, "Decision": 90}  # pixels


class Grid(StreamingDataGrid):
    """A grid whose rows can be replaced at once, while it stays sorted as it is."""

    rows = pd.DataFrame()

    # The library reads all its rows anew for each change; here it keeps the columns and
    # takes other rows.
    @observe("_transforms")
    def _on_transforms_changed(self, change: dict) -> None:
        transforms = change["new"]
        self._transformed_data = self._apply_frontend_transforms(transforms, self.rows)
        self._row_count = len(self._transformed_data)
        self.tick()

    def replace_rows(self, table: pd.DataFrame) -> None:
        """Show other rows, of the same columns; none is selected then."""
        self.selections = []
        self.update_values(table)

    def update_values(self, table: pd.DataFrame) -> None:
        """Show the same rows with other values; those selected stay so."""
        self.rows = table
        self._on_transforms_changed({"new": self._transforms})

    def shown_rows(self) -> pd.DataFrame:
        """Give the rows as they are shown, sorted and filtered by the headings."""
        return self._transformed_data

    def selected_names(self) -> list[str]:
        """List the names of the rows that are selected, from the top."""
        numbers = set()
        for part in self.selections:
            numbers.update(range(part["r1"], part["r2"] + 1))

        names = self.shown_rows().index
        return [names[number] for number in sorted(numbers) if number < len(names)]


def build_grid(table: pd.DataFrame) -> Grid:
    """Build the grid of a table, whose index names the rows.

    Rows are chosen with the mouse or the arrow keys.
    """
    table = table.astype("object")  # the library does not know pandas' text
    grid = Grid(
        table.copy(),  # to which it adds a column
        selection_mode="row",
        header_visibility="column",  # the index is not shown
        column_widths={name: WIDTHS.get(name, 100) for name in table},
        base_row_size=26,
        base_column_header_size=28,
        debounce_delay=40,
        grid_style={"vertical_grid_line_color": "rgba(128, 128, 128, 0.12)"},
        layout={"height": "440px", "width": "100%"},
    )
    grid.replace_rows(table)
    return grid
