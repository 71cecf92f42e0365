"""Words of a part of a page, as a reader sees them."""

from lxml import etree

from litreview.read.formats._shown import TAKEN, blocks_of, words_of

PAGE = (
    "<div><p>One <b>bold</b>\n word<br>and more</p><button>Save</button><ul><li>a</li>"
    "<li>b</li></ul><span>x</span><span>y</span> tail</div>"
)


def element(page=PAGE):
    return etree.HTML(page).find(".//div")


def test_words_are_parted_where_lines_are():
    assert words_of(element()) == "One bold word and more a b xy tail"
    assert words_of(element(), spaced=True) == "One bold word and more a b x y tail"
    assert words_of(element("<div><i>a</i>, <i>b</i></div>"), spaced=True) == "a, b"


def test_a_button_is_no_text_unless_it_is_asked_for():
    assert "Save" not in words_of(element())
    assert words_of(element().find("button")) == "Save"


def test_blocks_leave_out_what_was_taken():
    page = element()
    assert blocks_of(page) == ["One bold word", "and more", "a", "b", "xy tail"]
    page.find("p").set(TAKEN, "")
    page.find("span").set(TAKEN, "")
    assert blocks_of(page) == ["a", "b", "y tail"]
