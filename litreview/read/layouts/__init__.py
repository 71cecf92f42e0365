"""Layouts of pages without marks: lines of text → records, by the look of the lines.

A copied page, a reference list or a reading list says nowhere what is a title. A layout
knows how one kind of page looks: which lines recur in each entry, and where among them
the title stands.

A layout is a function `lines -> Reading | None`: the page as it reads it, or None where
not one entry is found. It gives every line a role, and `not understood` to what does
not fit: it never takes a line for a title because nothing else is left. It need not
know whether another layout explains the page better, nor whether the titles look like
titles.

    lines ─▶ readings of all layouts ─▶ the best one ─▶ its titles looked at ─▶ page
             _layouts                    _choice         _judgement, _suspicion  _page

A layout is data for `_cards` (`_result_pages`), a citation style (`_references`), or a
function of its own. `_titles_and_abstracts` is for pages that no layout explains.
"""
