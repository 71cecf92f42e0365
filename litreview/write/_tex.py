r"""Text as TeX: what TeX would act on is escaped, what is TeX already stays.

Formulas and emphasis are written on; of other commands, some could read or write the
files of who typesets the list.
"""

import re
from itertools import accumulate

_SYMBOLS = """
    alpha beta gamma delta epsilon varepsilon zeta eta theta vartheta iota kappa
    lambda mu nu xi pi rho sigma tau upsilon phi varphi chi psi omega Gamma Delta
    Theta Lambda Xi Pi Sigma Upsilon Phi Psi Omega infty partial nabla ell hbar sum
    prod int sqrt frac tfrac dfrac log ln exp sin cos tan min max sup inf lim det
    dim ker times cdot cdots ldots dots pm mp leq le leqslant geq ge geqslant neq ne
    ll gg approx sim simeq equiv propto in notin subset subseteq cup cap to
    rightarrow leftarrow Rightarrow mapsto langle rangle lfloor rfloor lceil rceil
    lVert rVert left right big Big bigg Bigg hat tilde bar vec dot ddot widehat
    widetilde overline underline otimes oplus circ star ast dagger perp parallel
    forall exists emptyset setminus mid nmid prime quad qquad mathbb mathcal
    mathfrak mathscr mathrm mathbf mathit mathsf mathtt operatorname boldsymbol text
    textrm textbf textit rm bf it cal
    """.split()

# Within a formula: no sign that ends or breaks it, and known commands only.
_IN_FORMULA = rf"[^\\$%#&~\"]|\\(?:{'|'.join(_SYMBOLS)})(?![A-Za-z])|\\[,;:! {{}}|]"
_FORMULA = rf"\$(?:(?=\S)(?:{_IN_FORMULA})+(?<=\S)\$(?!\d))?"
_COMMAND = (
    r"(?:emph|text(?:it|bf|sc|tt|rm|sf|sl|superscript|subscript))"
    r"\{(?:[^{}]|\{[^{}]*\})*\}"
)
# Within a word, or with the letter in braces: \"half" is what became of a quotation.
_ACCENT = (
    r"['\"`^~](?<=[^\W\d_]\\.)[aceilnorsuyzACEILNORSUYZ]|['\"`^~=.cvuHkr]\{[A-Za-z]\}"
)
_RUNS = r"-(?<=--)|'(?<='')|`(?<=``)|`(?<=\?`)|`(?<=!`)"  # TeX makes one sign of two

# Each way begins with a letter of its own: Python then passes over all others several
# times as fast.
_SIGNS = re.compile(
    rf"{_FORMULA}|\\(?:{_COMMAND}|{_ACCENT})?|\{{(?:\\(?:{_ACCENT})\}})?"
    rf"|\}}|%|&|#|_|~|\^|{_RUNS}"
)
_SIGNS_AND_CAPITALS = re.compile(
    rf"{_SIGNS.pattern}|(?<![^\W_])[a-z]*+[^\W_a-z][^\W_]*+(?!\\)"
)
_ANY_SIGN = re.compile(r"[\\{}%&#_~^$`]|--|''")
_IS_FORMULA = re.compile(
    r"\$(?:[^$]*[\\^_{}=][^$]*|[A-Za-z0-9]{1,3}|[A-Za-z(][\w()+\-*/,|.]*)\$"
)
_WITH_ARGUMENT = re.compile(r"(\\[a-z]{4,}\{)(.*)\}")

_ESCAPED = {
    "%": r"\%",
    "&": r"\&",
    "#": r"\#",
    "_": r"\_",
    "$": r"\$",
    "-": "{}-",
    "'": "{}'",
    "`": "{}`",
    "\\": r"{\textbackslash}",
    "~": r"{\textasciitilde}",
    "^": r"{\textasciicircum}",
    "{": r"\{",
    "}": r"\}",
}
# BibTeX counts braces behind a backslash too.
_ESCAPED_UNBALANCED = _ESCAPED | {"{": r"$\lbrace$", "}": r"$\rbrace$"}


def write_tex(text: str) -> str:
    """Escape a text for TeX."""
    if not _ANY_SIGN.search(text):
        return text
    return _escape(text, _SIGNS)


def write_tex_title(title: str) -> str:
    """Escape a title for TeX; its capitals are kept from styles that lower them."""
    if title.isupper():
        return write_tex(title)
    return _escape(title, _SIGNS_AND_CAPITALS)


def write_verbatim(text: str) -> str:
    """Keep a link or identifier as it is, but for what would end its field."""
    return re.sub(r"[{}\\\s]", lambda sign: f"%{ord(sign[0]):02X}", text)


def _escape(text: str, pattern: re.Pattern) -> str:
    signs = _ESCAPED if _is_balanced(text) else _ESCAPED_UNBALANCED
    return _escape_with(text, pattern, signs)


def _escape_with(text: str, pattern: re.Pattern, signs: dict[str, str]) -> str:
    return pattern.sub(lambda found: _escape_token(found[0], pattern, signs), text)


def _escape_token(token: str, pattern: re.Pattern, signs: dict[str, str]) -> str:
    """Escape a sign, a formula, a command, or a word with a capital."""
    if token in signs:
        return signs[token]

    is_formula = _IS_FORMULA.fullmatch(token) and _is_balanced(token)
    if token[0] == "$" and not is_formula:
        return signs["$"] + _escape_with(token[1:], pattern, signs)

    command = _WITH_ARGUMENT.fullmatch(token)
    if command:
        argument = _escape_with(command[2], pattern, signs)
        return f"{command[1]}{argument}}}"

    if pattern is _SIGNS_AND_CAPITALS and _would_be_spoilt(token):
        return f"{{{token}}}"
    return token


def _is_balanced(text: str) -> bool:
    if "{" not in text and "}" not in text:
        return True

    steps = {"{": 1, "}": -1}
    depths = list(accumulate(steps.get(sign, 0) for sign in text))
    return min(depths) == 0 and depths[-1] == 0


def _would_be_spoilt(word: str) -> bool:
    """Tell a word that lower case would spoil: mRNA, BERT, T5, vitamin C."""
    rest = word[1:]
    if rest != rest.lower():
        return word.isalnum()

    if not word[0].isupper():
        return False
    if rest:
        return rest.isdigit()
    return word not in "AI"
