"""The table of papers in JupyterLab: ipydatagrid's streaming grid, which fetches only the rows in sight."""

import pandas as pd
from ipydatagrid import StreamingDataGrid
from traitlets import observe

WIDTHS = {"Title": 380, "Year": 60, "Topic": 150, "Decision": 90}  # pixels


class Grid(StreamingDataGrid):
    """A streaming grid whose rows can be replaced at once, while it stays sorted as the reader has it."""

    rows = pd.DataFrame()

    # The library reads its rows anew, all of them, for each change; here it keeps the columns and takes other rows.
    @observe("_transforms")
    def _on_transforms_changed(self, change: dict) -> None:
        self._transformed_data = self._apply_frontend_transforms(
            change["new"], self.rows
        )
        self._row_count = len(self._transformed_data)
        self.tick()


def build(table: pd.DataFrame) -> Grid:
    """Build the grid of a table, whose index names the rows; rows are chosen with the mouse or the arrow keys."""
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
    refill(grid, table)
    return grid


def refill(grid: Grid, table: pd.DataFrame) -> None:
    """Show other rows in a grid, of the same columns; none is selected then."""
    grid.selections = []
    repaint(grid, table)


def repaint(grid: Grid, table: pd.DataFrame) -> None:
    """Show the same rows with other values, those selected that are."""
    grid.rows = table
    grid._on_transforms_changed({"new": grid._transforms})


def shown(grid: Grid) -> pd.DataFrame:
    """Give the rows of a grid as they are shown, sorted and filtered by what the reader chose in its header."""
    return grid._transformed_data


def selected(grid: Grid) -> list[str]:
    """List the names of the rows that are selected, from the top."""
    rows = sorted(
        {row for part in grid.selections for row in range(part["r1"], part["r2"] + 1)}
    )
    names = shown(grid).index
    return [names[row] for row in rows if row < len(names)]
