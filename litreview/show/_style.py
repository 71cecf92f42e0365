"""The look of papers and of pairs of records, in a report and in JupyterLab."""

import re

# `reading` is a paper as a page, `beside` are two records next to each other. The
# colours are JupyterLab's; a report, which lacks them, takes the ones behind the comma.
STYLE = """<style>
.reading, .beside { overflow-wrap: anywhere }
.reading { line-height: 1.55; color: var(--jp-content-font-color1) }
.reading h3 { margin: 0 0 .4em; font-size: 1.25em; line-height: 1.3 }
.reading p { margin: 0 0 .7em }
.reading .aside { font-size: .92em }
.reading a, .beside a { color: var(--jp-content-link-color, #1565c0) }
.reading .aside, .beside :is(dt, .aside, summary i) {
  color: var(--jp-ui-font-color2, #616161) }
.reading mark, .beside mark { color: inherit; border-radius: 2px;
  background: color-mix(in srgb, var(--jp-warn-color1, #ffb000) 35%, transparent) }
.beside { line-height: 1.45; font-size: var(--jp-ui-font-size1, 0.94rem);
  white-space: normal }
.beside .sides { display: flex; flex-wrap: wrap; gap: 12px; align-items: stretch }
.beside section { flex: 1 1 18rem; min-width: 0; box-sizing: border-box;
  padding: 10px 14px; border-radius: 4px;
  border: 1px solid var(--jp-border-color1, #bdbdbd) }
.beside h4 { margin: 0 0 8px; font-size: 1.15em; font-weight: 600; line-height: 1.35 }
.beside mark { padding: 0 1px }
.beside dl { display: grid; grid-template-columns: max-content minmax(0, 1fr);
  gap: 2px 12px; margin: 0 0 8px }
.beside :is(dt, dd) { float: none; width: auto; margin: 0; padding: 0;
  font-weight: normal }
.beside p { margin: 0 0 8px }
.beside summary { cursor: pointer; display: block }
.beside summary::-webkit-details-marker { display: none }
.beside .pair { border-bottom: 1px solid var(--jp-border-color2, #e0e0e0);
  padding: 8px 0 }
.beside .pair > summary { display: flex; gap: 12px }
.beside .pair > summary:focus-visible { outline: 2px solid }
.beside .told { flex: 0 0 8.5em }
.beside .pair > summary + p { margin-top: 8px }
.beside details[open] .clip, .beside details:not([open]) .less { display: none }
</style>"""


def in_style(html: str, layout: str = "reading") -> str:
    """Put HTML into the style of papers, or of pairs of records.

    Parameters
    ----------
    html
        What to show, escaped already.
    layout
        `reading` for a paper or a message, `beside` for a pair of records.

    Returns
    -------
    str
        The HTML with its style block.
    """
    return f"{STYLE}<div class='{layout}'>{html}</div>"


def cut_text(text: str, longest: int) -> str:
    """Cut a text at the end of a word where it is too long.

    Parameters
    ----------
    text
        What to cut, not escaped yet.
    longest
        The number of characters from which it is cut.

    Returns
    -------
    str
        The text, with an ellipsis where it was cut.
    """
    if len(text) <= longest:
        return text
    return re.sub(r"\s+\S{0,30}\Z", "", text[:longest]) + "…"
