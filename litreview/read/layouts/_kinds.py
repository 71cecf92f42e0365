"""The kinds of lines that pages of any site have: buttons, numbers, links, people."""

import re
from functools import lru_cache

from litreview.read.layouts._segments import SENTENCE_END, TWO_SENTENCES

# Letters of the kinds:
#   b  a button or a word of the site        n  a number alone
#   u  a link                                o  a DOI
#   d  a date alone                          p  people: names and nothing else
#   a  prose, as long as an abstract         s  a sentence
#   q  people, as it seems                   t  any other text
_BUTTON = re.compile(
    r"""\W*(?:
    # what one can do with a paper
    (?:save|cite|share|export|alert|follow|print|e-?mail|download|copy|like|upvote|add
      |collapse|expand|hide|view|preview|select|bookmark|metrics|citations?|references)
      (?:\ all|\ to\ (?:library|list|folder|collections?|e-?mail|clipboard)
        |\ (?:citation|paper|article|pdf|link|item|result)s?|\ this\ \w+|\ alert)?
    | (?:show|view|read|see|load|hide|open)\ (?:more|less|all|abstract|full\ abstract
        |full\ ?text|details|pdf|html|paper|article|on\ \w+|online|at\ publisher
        |via\ \w+|in\ \w+|similar|source|page|record|document|chapter|citations?)
      (?:\ ?[▼▾▽△⌄›»])?
    | (?:full\ text|free\ full\ text|abstract|html|pdf|epub|xml|bib|bibtex|abs|doi|url
        |code|data|video|poster|slides|supplementary(?:\ material)?|appendix|website
        |project(?:\ page)?|github|demo|model|dataset|arxiv(?:\ page)?|openreview
        |preview|abstract\ ?/\ ?pdf|get\ pdf|view\ pdf|download\ pdf|open\ access
        |free\ access|full\ access|early\ access|openaccess|no\ access|restricted
        |get\ access|request\ full-?text|peer\ reviewed|retracted\ article)
      (?:\ ?(?:[|/,·•]|\s)\ ?(?:html|pdf|epub|xml|bib|bibtex|abs|abstract|doi|code|data
        |video|poster|slides|supp(?:lementary(?:\ material)?)?|other|full\ text
        |related\ documents|export|share|cite|save|view\ at\ publisher|arxiv|software
        |dataset|attachment|optional\ supplementary(?:\ material)?))*
      (?:\ ?\(?[\d.,]+\ ?[KM]B\)?)?
    | view\ at\ publisher .{0,60}
    | related\ (?:articles|records|documents|papers|content)? .{0,20}
    | similar\ articles | all\ \d+\ versions
    | (?:open|public|free|full)\ (?:text\ )?access | \(?[\d.,]+\ ?[KM]B\)?
    # what one can do with a page
    | (?:sign|log)\ ?(?:in|out|up) .{0,30} | register .{0,20} | my\ .{1,20}
    | create\ (?:account|alert|rss) .{0,20} | subscribe .{0,30}
    | (?:advanced|basic|new|saved|refine)?\ ?search(?:es|\ results|\ history)?\ ?
      (?:within\ results|tips|help|for)?
    | search\ results .{0,60} | results\ (?:per\ page|for) .{0,60}
    | (?:sort(?:ed)?|display|group|items|rows|limit|filter(?:ed)?)\ (?:by|per)\b .{0,60}
    | relevance | newest\ first | oldest\ first | most\ cited | most\ recent
    | best\ match | publication\ date | date | year | any\ time | since\ \d{4}
    | custom\ range .{0,10} | filters? .{0,20} | clear\ (?:all|filters?) | apply .{0,20}
    | reset(?:\ all)? | (?:first|previous|prev|next|last)(?:\ page)?
    | page\ \d+ (?:\ of\ [\d,]+)? | (?:showing|displaying|results?|items?)\ \d[\d,]*
      .{0,60} | [\d,.]+\ (?:results?|documents?|papers?|publications?|records?|items?
      |entries|matches|articles?)\b .{0,60} | about\ [\d,.]+\ results .{0,20}
    | home | menu | help | about .{0,25} | contact .{0,20} | feedback | privacy .{0,30}
    | terms .{0,30} | cookies? .{0,40} | accept .{0,20} | (?:©|\(c\)|copyright) .{0,150}
    | skip\ to .{0,30} | back\ to\ top | go\ to .{0,20} | accessibility .{0,20}
    | disclaimer .{0,20} | languages? | english | deutsch | français
    # the same in German, French, Spanish and Chinese
    | speichern | zitieren | teilen | merken | anmelden | einloggen | suche(?:n)?
    | weiter | zurück | mehr(?:\ anzeigen)? | weniger | startseite | hilfe | volltext
    | enregistrer | citer | partager | rechercher | connexion | suivant | précédent
    | plus | moins | accueil | aide | texte\ intégral | afficher\ .{0,20}
    | guardar | citar | compartir | buscar | siguiente | anterior | ver\ más | ayuda
    | 保存 | 引用 | 分享 | 登录 | 注册 | 搜索 | 检索 | 下一页 | 上一页 | 首页 | 摘要
    | 全文 | 下载 | 收藏 | 展开 | 收起 | 更多
    )\W*""",
    re.IGNORECASE | re.VERBOSE,
)
_MOST_LETTERS_OF_BUTTON = 160

_NUMBER = re.compile(r"[\[(#]?\d[\d.,]*\s?[kKMm%]?[\])]?[.:]?|[\W_]+")
_YEAR = re.compile(r"(?:19|20)\d\d")
_LINK = re.compile(r"(?:https?://|www\.)\S+|@\w+")
_DOI = re.compile(r"(?:doi\s?:?\s*|https?://(?:dx\.)?doi\.org/)?10\.\d{4,9}/\S+", re.I)
_MONTH = (
    r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|mär|mai|okt|dez|janv|févr|avr"
    r"|juin|juil|août|déc)[^\W\d_]*\.?"
)
_DATE = re.compile(
    rf"""(?:(?:published|posted|submitted|online|updated|accepted|available\ online
        |first\ published|date|veröffentlicht|publié\ le|发布)\s*(?:on|:|：)?\s+)?
    (?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?,?\s+)?
    (?: {_MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?(?:,?\s+\d{{4}})?
      | \d{{1,2}}(?:st|nd|rd|th|\.)?\s+{_MONTH}(?:,?\s+\d{{4}})?
      | {_MONTH}\s+\d{{4}} | (?:19|20)\d\d | \d{{4}}-\d\d(?:-\d\d)? | \d{{4}}年.{{0,9}}
      | \d{{1,2}}[./]\d{{1,2}}[./]\d{{2,4}} ) \W*""",
    re.IGNORECASE | re.VERBOSE,
)

# In the order in which they are tried.
_FORMS = [
    ("d", _YEAR),
    ("n", _NUMBER),
    ("d", _DATE),
    ("b", _BUTTON),
    ("o", _DOI),
    ("u", _LINK),
]

# People: words of names, parted by commas, semicolons, bars, "and".
_BETWEEN_NAMES = re.compile(
    r"\s*(?:[,;|·•&*†‡]|\band\b|\bund\b|\bet\b(?! al)|\by\b|、|，|；)\s*"
)
_NAME_WORD = re.compile(
    r"""~?[A-ZÀ-ÖØ-ÞĀ-ŽΑ-ΩА-Я][\w.’'`\-‐‑]*\.?     # a word of a name, an initial
    | (?:van|von|der|den|de|del|della|di|da|do|dos|du|la|le|el|al|bin|ibn|ben|ter|ten
        |zu|zur|af|av|y|e|'t|d’|d'|al-\w+|st\.?)
    | (?:jr|sr)\.? | [ivx]{2,3}
    | [\u3040-\u9fff\uac00-\ud7af]{1,6}""",
    re.VERBOSE,
)
_REST_OF_NAMES = re.compile(
    r"(?:\s*[,;+…]*\s*(?:et al\.?|u\. ?a\.|and others|\+\s?\d+(?: (?:more|authors?))?"
    r"|\d+ more(?: authors?)?|and \d+ (?:more|others)|\(\d+ more(?: authors?)?\)"
    r"|等|…|\.\.\.)\s*)+$"
)
_NAME_MARK = re.compile(r"(?<=[^\W\d])(?:\(\d+\)|[\d¹²³⁴-⁹*†‡§]+(?:,\d+)*)(?=\W|$)")
_MOST_WORDS_OF_NAME = 5
# Small words that names do not have, and titles do.
_TITLE_WORD = re.compile(
    r"\b(?:the|The|of|for|in|on|with|from|to|an?|by|using|via|at|its|is|are|as|into)\b"
)
# A button that shows or hides the rest of a text, right behind it.
REST_BUTTON = re.compile(
    r"\s*(?:▽\s*More|△\s*Less|\[?\b(?:Expand|Collapse|(?:Show|Read|See|View|Hide) "
    r"(?:more|less|full abstract|abstract)|Mehr anzeigen|Afficher plus"
    r"|Ver más|Continue reading|more)\]?"
    r"|更多|展开|收起)\s*$",
    re.IGNORECASE,
)

_SHORTEST_ABSTRACT = 200
_LONGEST_TITLE = 300
_SHORTEST_PROSE = 130  # of two sentences
_SHORTEST_SENTENCE = 60


@lru_cache(maxsize=50_000)  # all layouts ask for the kinds of the same lines
def kind_of(text: str) -> str:
    """Tell the kind of a line by itself: one of the letters above."""
    for letter, pattern in _FORMS:
        is_short = len(text) <= _MOST_LETTERS_OF_BUTTON
        if (is_short or letter in "ou") and pattern.fullmatch(text):
            return letter
    if is_people(text):
        return "p"
    if _is_nearly_people(text):
        return "q"
    return _kind_of_text(text)


def _kind_of_text(text: str) -> str:
    text = REST_BUTTON.sub("", text)
    ends = bool(SENTENCE_END.search(text))
    is_prose = bool(TWO_SENTENCES.search(text)) or ends
    if len(text) >= _SHORTEST_ABSTRACT and is_prose or len(text) > _LONGEST_TITLE:
        return "a"
    if len(text) >= _SHORTEST_PROSE and TWO_SENTENCES.search(text):
        return "a"
    if len(text) >= _SHORTEST_SENTENCE and ends:
        return "s"
    if text.endswith(("…", "...")) and text.count(" ") > 2:
        return "s"
    return "t"


def is_people(text: str) -> bool:
    """Tell a line of names: one or several, and nothing else."""
    text = _REST_OF_NAMES.sub("", text.rstrip(" .,;"))
    text = _NAME_MARK.sub("", text)
    text = re.sub(r"[,;]\s*(?:\(\.\.\.\)|\(…\)|…|\.\.\.)(?=\s*[,;])", "", text)
    if not text or _TITLE_WORD.search(text) or re.search(r"[\d?!:“”\"]", text):
        return False
    names = split_names(text)
    return bool(names) and all(_is_name(name) for name in names)


def split_names(text: str) -> list[str]:
    """Split a line of names at commas, semicolons, bars and "and"."""
    return [name for name in _BETWEEN_NAMES.split(text) if name.strip()]


def _is_nearly_people(text: str) -> bool:
    """Tell a line of which most parts are names; others may be groups."""
    if SENTENCE_END.search(text) and not text.endswith((".", "…")):
        return False
    parts = [part for part in _BETWEEN_NAMES.split(text) if part.strip()]
    if len(parts) < 2 or ":" in text or "?" in text:
        return False
    names = [part for part in parts if _is_name(part) and " " in part.strip()]
    return len(names) >= 0.6 * len(parts)


def _is_name(name: str) -> bool:
    words = name.split()
    if len(words) > _MOST_WORDS_OF_NAME:
        return False
    return all(_NAME_WORD.fullmatch(word) for word in words)
