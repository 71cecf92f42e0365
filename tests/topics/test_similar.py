"""Papers like a sentence or a paper are found by meaning, the same in every process."""

import pandas as pd
import pytest

from litreview import topics


def test_papers_on_the_subject_of_a_sentence_are_found(papers):
    space = topics.learn_space(papers)
    sentence = "How salinity and sediment change a tidal marsh"
    tides = topics.papers_like_sentence(space, sentence, n=10)
    assert tides.index.str.startswith("tides").all()
    assert tides.is_monotonic_decreasing
    assert len(topics.papers_like_sentence(space, "zzz of the")) == 0


def test_papers_on_the_subject_of_a_paper_are_found(papers):
    space = topics.learn_space(papers)
    near = topics.similar_papers(space, "violins03", n=7)  # as many share its words
    assert near.index.str.startswith("violins").all()
    assert "violins03" not in near.index and len(near) == 7
    with pytest.raises(ValueError, match="violins99"):
        topics.similar_papers(space, "violins99")


def test_of_no_papers_none_are_found():
    papers = pd.DataFrame({"paper_id": [], "title": [], "abstract": []}, dtype="str")
    space = topics.learn_space(papers)
    assert len(topics.papers_like_sentence(space, "deep")) == 0


def test_what_is_learnt_is_the_same_again(papers):
    first = topics.similar_papers(topics.learn_space(papers), "tides00")
    second = topics.similar_papers(topics.learn_space(papers), "tides00")
    pd.testing.assert_series_equal(first, second)
