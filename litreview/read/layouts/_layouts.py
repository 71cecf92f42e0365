"""All layouts by their names: what reads them, and how far each is believed."""

from collections.abc import Callable
from functools import partial
from typing import NamedTuple

from litreview.read.layouts import (
    _arxiv_mail,
    _cards,
    _markdown_tables,
    _reading_lists,
    _references,
    _result_pages,
)
from litreview.read.layouts._reading import Reading


class Known(NamedTuple):
    """A layout that is known: its reader, and how far it is believed."""

    read: Callable[[list[str]], Reading | None]
    # Whether it has marks that nothing else has; else its titles are looked at more
    # strictly, and it must be all that a file holds.
    has_marks: bool = True
    # Whether it is only believed of a whole file, not of what is left over of one.
    of_whole_file: bool = False
    # Whether its lines say what they are: then it goes before all others.
    goes_first: bool = False


def _known_layouts() -> dict[str, Known]:
    layouts = {}
    for layout in _result_pages.LAYOUTS:
        layouts[layout.name] = Known(
            partial(_cards.read_cards, layout=layout),
            has_marks=layout.is_of_site,
            of_whole_file=not layout.is_of_site,
        )
    for style in _references.STYLES.values():
        read = partial(_references.read_references, style=style)
        layouts[style.name] = Known(read)
    layouts[_arxiv_mail.LAYOUT] = Known(_arxiv_mail.read_arxiv_mail, goes_first=True)
    layouts[_markdown_tables.LAYOUT] = Known(_markdown_tables.read_markdown_table)
    layouts[_reading_lists.LAYOUT] = Known(
        _reading_lists.read_reading_list, has_marks=False
    )
    return layouts


LAYOUTS = _known_layouts()
