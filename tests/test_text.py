"""Spellings of one term are one, and no phrase runs across a stop word."""

from litreview import text as terms


def test_phrases_stop_at_stop_words_and_punctuation():
    found = ["noisy", "labels", "noisy labels", "sparse", "networks", "sparse networks"]
    assert sorted(
        terms.find_phrases("noisy labels, and the sparse networks")
    ) == sorted(found)


def test_spellings_of_a_term_are_one_and_the_usual_one_is_shown():
    counts = terms.count_terms(
        (
            "Diffusion Models for sand.",
            "a diffusion model, some diffusion models",
            "diffusion models",
        )
    )
    column = counts.terms.index(terms.stem_phrase("diffusion model"))
    assert counts.written[column] == "diffusion models"
    assert counts.matrix[:, column].toarray().ravel().tolist() == [1, 2, 1]


def test_names_keep_their_capitals():
    counts = terms.count_terms(("a Gaussian wave", "Gaussian waves"))
    assert (
        counts.written[counts.terms.index(terms.stem_phrase("Gaussian"))] == "Gaussian"
    )


def test_what_is_in_too_few_texts_is_left_out_and_breaks_no_count():
    texts = tuple(f"sand dune crest od{chr(97 + i)}o ripple" for i in range(25))
    counts = terms.count_terms(texts)
    assert "dune crest" in counts.written and not any(
        "od" in name for name in counts.written
    )
    assert (counts.matrix.sum(axis=0) == 25).all()
    every = terms.count_terms(texts, 1)
    assert set(counts.terms) < set(every.terms)
    assert (
        terms.pick_terms(every, [*counts.terms, "unknown"]).toarray()[:, :-1]
        == counts.matrix.toarray()
    ).all()
