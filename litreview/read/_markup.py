"""Texts without markup: HTML and JATS tags, entities, LaTeX, and debris of PDFs."""

import html
import re
from functools import partial

import pandas as pd
from pylatexenc.latex2text import (
    LatexNodes2Text,
    MacroTextSpec,
    get_default_latex_context_db,
)
from pylatexenc.latexwalker import LatexWalkerError

from litreview.read._values import contains

_INLINE = (
    r"(?:jats:|mml:)?(?:italic|bold|sub|sup|sc|monospace|underline|overline|strike|"
    r"roman|inf|em|strong|span|font|tt|small|big|code|mark|abbr|cite|var|kbd|del|ins|"
    r"inline-formula|tex-math|alternatives|ext-link|xref|named-content|styled-content|"
    r"emphasis|inlineequation|equationsource)|mml:\w+"
)
_BLOCK = (
    r"(?:jats:)?(?:p|br|div|li|ul|ol|dl|dt|dd|h[1-6]|hr|table|thead|tbody|tr|td|th|"
    r"title|sec|section|label|list|list-item|blockquote|abstract|abstracttext|"
    r"disp-formula|break|para|body|html)"
)
_LETTER = r"[bisuaq]"  # a tag only where it is closed too: "if a<b" is not
_ATTRIBUTE = r"\s+[\w:.-]+\s*=\s*(?:\"[^\"<>]*\"|'[^'<>]*'|[^\s<>\"'=]+)"
_INSIDE = rf"(?:{_ATTRIBUTE})*\s*/?"

# What is taken out, in this order.
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});")
_ABSTRACT_TITLE = re.compile(
    r"<(?:jats:)?title>\s*(?:abstract|summary)\s*</(?:jats:)?title>", re.IGNORECASE
)
_SECTION_TITLE = re.compile(
    r"<(?:jats:)?title>\s*([^<>]{1,60}?)[\s:.]*</(?:jats:)?title>", re.IGNORECASE
)
_COMMENT = re.compile(r"<!--(?:(?!<!--).)*?-->|<!\[CDATA\[|\]\]>", re.DOTALL)
_LETTER_TAG = re.compile(
    rf"<(?P<letter>{_LETTER}){_INSIDE}>|</{_LETTER}\s*>", re.IGNORECASE
)
_LETTER_END = re.compile(rf"</({_LETTER})\s*>", re.IGNORECASE)
_INLINE_TAG = re.compile(rf"</?(?:{_INLINE}){_INSIDE}>", re.IGNORECASE)
_BLOCK_TAG = re.compile(rf"</?(?:{_BLOCK}){_INSIDE}>", re.IGNORECASE)
_SOFT_LINE_END = re.compile(r"(?:\u00ad|\(cid:173\))[ \t]*(?:\r\n?|\n)\s*")
_INVISIBLE = re.compile(r"[\u00ad\u200b\u2060\ufeff]|\(cid:\d+\)")

_MARKED = re.compile(r"[<&\u00ad\u200b\u2060\ufeff]|\]\]>|\(cid:")
# As _MARKED, or not printable on one line, or with blanks at its ends or two together.
_UNTIDY = (
    r"[<&\x{ad}\x{200b}\x{2060}\x{feff}]|\]\]>|\(cid:|[^\pL\pM\pN\pP\pS ]|  |^ | $"
)
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_BROKEN_WORD = re.compile(r"(\w+)-[ \t]*(?:\r\n?|\n)\s*([^\W\d_]\w*)")
# After a hyphen they stand alone: "pre- and postwar".
_CONJUNCTIONS = ("and", "or", "to", "und", "oder", "bis", "et", "ou")

_LATEX_SIGNS = r"[\\${}]"
_DIMENSION = re.compile(
    r"\\(?:kern|raise|lower|[hv]skip)\s*-?[\d.]+\s*[a-z]{2}(?![a-z])"
)
_DASHES = {"Dash": " — ", "dash": "–"}
_CAPITAL_FONTS = (
    "Large LARGE Huge HUGE Big Bigg Bigl Bigr Biggl Biggr Bbb SC SMC".split()
)
_MACROS = _DASHES | dict.fromkeys(_CAPITAL_FONTS, "")


def _write_unknown_macro(node, l2tobj=None) -> str:
    name = node.macroname
    if name in _MACROS:
        return _MACROS[name]
    # What LaTeX itself does not have is a logo (TeX, BibTeX, MF), whose name is its
    # text, or else a change of font.
    is_logo = re.search("[A-Z]", name)
    return name + node.macro_post_space if is_logo else ""


def _latex_reader() -> LatexNodes2Text:
    macros = get_default_latex_context_db()
    macros.set_unknown_macro_spec(MacroTextSpec("", _write_unknown_macro))
    return LatexNodes2Text(
        math_mode="text", strict_latex_spaces=False, latex_context=macros
    )


_LATEX = _latex_reader()
# What the reader of LaTeX raises where it cannot read.
_LATEX_ERRORS = (
    LatexWalkerError,
    RecursionError,
    ValueError,
    IndexError,
    TypeError,
    AttributeError,
    KeyError,
)


def clear_texts(values: pd.Series, latex: bool = False) -> pd.Series:
    """Clear texts of tags, entities, invisible characters and broken lines.

    "<" as less-than stays, and so does LaTeX unless `latex` (as in BibTeX) is set. A
    hyphen at the end of a line goes only where the same text has the word without it.
    Missing stays missing.
    """
    texts = values.astype("str")
    if texts.isna().all():
        return texts  # of thousands of small files most columns are empty
    pattern = _UNTIDY
    if latex:
        pattern += f"|{_LATEX_SIGNS}"
    untidy = contains(texts, pattern)
    if not untidy.any():
        return texts

    cleared = texts[untidy].map(partial(clear_text, latex=latex)).astype("str")
    return texts.where(~untidy, cleared.reindex(texts.index))


def clear_text(value: str, latex: bool = False) -> str:
    """Clear one text as `clear_texts` does."""
    if latex and re.search(_LATEX_SIGNS, value):
        value = unlatex(value)
    value = _remove_markup(value)
    if value.isprintable() and "  " not in value:
        return value.strip()

    if "-" in value:
        value = _join_broken_words(value)
    return " ".join(_CONTROL.sub(" ", value).split())


def unlatex(value: str) -> str:
    """Turn LaTeX accents, commands and formulas into readable text.

    What cannot be parsed stays as it is.
    """
    without_urls = re.sub(r"\\url\s*\{([^{}]*)\}", r"\1", value)
    safe = _DIMENSION.sub("", without_urls)
    # A bare % or & is a slip in exported files, not a comment or a column; one $ alone
    # is money.
    safe = re.sub(r"(?<!\\)([%&#])", r"\\\1", safe)
    if len(re.findall(r"(?<!\\)\$", safe)) % 2:
        safe = re.sub(r"(?<!\\)\$", r"\\$", safe)
    try:
        return _LATEX.latex_to_text(safe)
    except _LATEX_ERRORS:
        return value


def _remove_markup(value: str) -> str:
    # Again for what was escaped twice, or comes together when something goes.
    while _MARKED.search(value):
        before = value
        value = _remove_markup_once(value)
        if value == before:
            break
    return value


def _remove_markup_once(value: str) -> str:
    value = _ENTITY.sub(_unescape_entity, value)
    value = _ABSTRACT_TITLE.sub(" ", value)
    value = _SECTION_TITLE.sub(r" \1: ", value)
    value = _COMMENT.sub(" ", value)

    closed = {letter.lower() for letter in _LETTER_END.findall(value)}
    value = _LETTER_TAG.sub(partial(_drop_if_closed, closed), value)
    value = _INLINE_TAG.sub("", value)
    value = _BLOCK_TAG.sub(" ", value)

    value = _SOFT_LINE_END.sub("", value)
    return _INVISIBLE.sub("", value)


def _unescape_entity(found: re.Match) -> str:
    return html.unescape(found[0])


def _drop_if_closed(closed: set[str], found: re.Match) -> str:
    """Take a tag of one letter out only where the text closes it somewhere."""
    letter = found["letter"]
    if letter and letter.lower() not in closed:
        return found[0]
    return ""


def _join_broken_words(value: str) -> str:
    if not _BROKEN_WORD.search(value):
        return value
    words = set(re.findall(r"\w+", value))
    return _BROKEN_WORD.sub(partial(_join_broken_word, words), value)


def _join_broken_word(words: set[str], found: re.Match) -> str:
    """Write a word that a line end breaks: without its hyphen if the text has it so."""
    first, second = found.groups()
    if second in _CONJUNCTIONS:
        return f"{first}- {second}"
    if first + second in words:
        return first + second
    return f"{first}-{second}"
