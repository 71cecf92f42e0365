"""Themes hold whole topics, parts divide them, and nothing is counted twice."""

from litreview import show
from litreview.topics import _describe as labels
from litreview.topics import _embed as embeddings
from litreview.topics import _fit as topics
from litreview.topics import _hierarchy as levels
from litreview.topics import _profiles as passport


def test_the_tree_is_nested_and_adds_up(sample, fitted):
    papers, vectors = sample
    described = labels.describe(papers, *fitted)
    tree = levels.build_hierarchy(papers, vectors, described, fitted[0])
    assert (tree.groupby("topic")["theme"].nunique() == 1).all()
    sizes = described.set_index("topic")["papers"].drop(-1)
    assert (tree.groupby("topic")["papers"].sum() == sizes).all()
    assert 1 < tree["theme"].nunique() < 7
    assert "<script" not in show.tree(tree.assign(theme_label="<script>")).data


def test_a_passport_tells_heart_border_and_dumps(sample, fitted):
    papers, vectors = sample
    described = labels.describe(papers, *fitted)
    records = papers[["paper_id"]].assign(dump="a.txt")
    issued = passport.profile_topics(papers, records, described, fitted[0], vectors)
    topic_of = dict(zip(papers["title"], fitted[0]["topic"], strict=True))
    for row in issued.itertuples():
        assert {topic_of[title] for title in row.central} == {row.topic}
        assert not any(entry.endswith(f"→ {row.label}") for entry in row.borderline)
        assert row.dumps == [f"a.txt {row.papers}"]
    shown = show.profiles(
        issued.assign(central=[["<img onerror=x>"]] * len(issued))
    ).data
    assert "<img" not in shown and shown.count("<summary>") == 7


def test_without_topics_there_is_neither(papers):

    few = papers.head(3)
    vectors = embeddings.embed(few)
    assignments, reruns = topics.fit(few, vectors)
    described = labels.describe(few, assignments, reruns)
    assert levels.build_hierarchy(few, vectors, described, assignments).empty
    assert passport.profile_topics(
        few, few[["paper_id"]].assign(dump="a"), described, assignments, vectors
    ).empty
