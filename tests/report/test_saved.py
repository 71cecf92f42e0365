"""A notebook that is saved has a sentence where a live control was, and what is not understood stays as it is."""

import copy

from hypothesis import given
from hypothesis import strategies as st

from litreview.report import _saved

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=8,
)


def notebook(*data: dict) -> dict:
    """Make a notebook whose one cell shows these bundles."""
    outputs = [
        {"output_type": "display_data", "data": dict(each), "metadata": {"a": 1}}
        for each in data
    ]
    cells = [{"cell_type": "markdown"}, {"cell_type": "code", "outputs": outputs}]
    metadata = {"widgets": {"state": {}}, "kernelspec": {}}
    return {"type": "notebook", "content": {"cells": cells, "metadata": metadata}}


def shown(model: dict) -> list[dict]:
    return [output["data"] for output in model["content"]["cells"][1]["outputs"]]


def test_a_control_becomes_a_sentence_and_all_else_stays():
    control = {_saved.WIDGET: {"model_id": "x"}, "text/plain": "VBox(...)"}
    picture = {_saved.WIDGET: {"model_id": "y"}, "image/png": "abc"}
    bar = {_saved.WIDGET: {"model_id": "z"}, "text/plain": "  0%|          | 0/9"}
    table = {"text/html": "<table></table>"}
    model = notebook(control, picture, bar, table)
    _saved.replace_widgets(model, "a.ipynb")

    first, second, third, fourth = shown(model)
    assert "This control is live" in first["text/html"]
    assert second == {"image/png": "abc"}
    assert third == {"text/plain": ""}
    assert fourth == table
    assert model["content"]["metadata"] == {"kernelspec": {}}
    assert _saved.find_widgets(model["content"]["cells"]) == []


def test_files_that_are_no_notebooks_are_left_alone():
    model = notebook({_saved.WIDGET: {}}) | {"type": "file"}
    before = copy.deepcopy(model)
    _saved.replace_widgets(model)
    assert model == before


@given(JSON)
def test_a_model_that_is_not_understood_is_saved_as_it_is(content):
    model = {"type": "notebook", "content": content}
    _saved.replace_widgets(model)
    assert _saved.WIDGET not in str(model)
