"""A look at a whole column finds what a look at each value would."""

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from litreview.read import _crosswalk, _markup, _values

PARTS = list("ab 1\n\t<>&;\u00ad\u200b\ufeff\u00a0\u2028\u0301é-.${}\\") + [
    "  ",
    "10.1/",
    "PMID",
    "2103.01234",
    "&amp;",
    "<i>",
]


@settings(max_examples=300)
@given(
    st.lists(st.sampled_from(PARTS), max_size=12).map("".join) | st.text(max_size=20),
    st.booleans(),
)
def test_what_the_look_at_a_whole_column_passes_over_needs_no_work(text, latex):
    assert _markup.clear_texts(pd.Series([text, None], dtype="str"), latex)[
        0
    ] == _markup.clear_text(text, latex)
    for read, pattern in _crosswalk.IDENTIFIER_READERS.values():
        assert (
            _values.contains(pd.Series([text], dtype="str"), pattern)[0]
            or read(text) is None
        )
