"""Do the records of a file look like papers? Looked at as a whole, whoever read them.

A reading can be wrong and still account for every line: menus, mails, code and running
text have lines that stand where titles would stand. What gives them away is seen in the
titles (buttons, names, headings, sentences), in the abstracts (no word of scholarship),
and in both together (an abstract comes back to the words of its title).
"""

import re
from collections import Counter
from typing import NamedTuple

import pandas as pd

from litreview.text import count_of

# --- Titles ---------------------------------------------------------------------------

# Buttons, links and labels of pages, in small letters.
_MENU_WORDS = """
about, about us, accept, accept all, accessibility, account, actions, add to basket,
add to cart, advanced, advanced search, affiliations, all, any time, apply, apply now,
archive, article type, authors, back, best match, blog, bookmark, browse, cancel,
careers, cart, cite, cite this, citations, clear, clear all, clipboard, close,
collections, comments, contact, contact us, continue, cookie settings, cookies, copy,
copy link, create account, create alert, create an account, custom range, dashboard,
delete, details, disclaimer, display options, docs, download, download pdf,
e-mail address, edit, email, email address, email alerts, english, events, expand,
explore, export, faq, favorites, feedback, filter, filters, follow, follow us,
forgot password?, forgot your password?, format, free full text, full text, help, hide,
home, html, imprint, issues, join, join now, journals, language, latest, learn more,
likes, links, load more, log in, log out, login, logout, menu, more, more info,
more options, my account, my custom filters, my library, my profile, new, newest,
newsletter, next, next page, none, notifications, ok, open access, options, order by,
overview, page not found, password, pdf, permalink, phone, popular, press, previous,
pricing, print, privacy, privacy policy, products, profile, publication date, publisher,
pull requests, quote, read more, recent posts, refine, register, related,
related articles, relevance, remember me, reply, report, reset, resources, results,
results by year, review articles, rss, save, search, search history, search results,
select all, send, send to, services, settings, share, shop, similar articles, site map,
sitemap, sort, sort by, sources, sponsors, subjects, submit, subscribe, suggestions,
support, tags, team, terms, terms of service, terms of use, text availability, title,
today, toggle navigation, top, topics, trending, twitter, unsubscribe, upload,
user guide, username, video, videos, view, view all, view pdf, votes, website, yes,
your account,
abmelden, anmelden, datenschutz, drucken, hilfe, impressum, kontakt, mehr,
mehr anzeigen, speichern, startseite, suche, suchen, teilen, weiter, zurück,
accueil, aide, connexion, imprimer, mentions légales, partager, précédent, rechercher,
se connecter, suivant, anterior, ayuda, buscar, compartir, contacto, iniciar sesión,
inicio, siguiente, compartilhar, contato, entrar, início, accedi, cerca, condividi,
contatti, delen, inloggen, volgende, vorige, zoeken
"""
_MENU = {word.strip() for word in _MENU_WORDS.split(",")}

# Headings of sections, in small letters; they may be numbered, or end with a colon.
_HEADING_WORDS = """
abstract, acknowledgement, acknowledgements, acknowledgment, acknowledgments, aim,
aims, annex, appendices, appendix, awards, background, bibliography, chapter,
conclusion, conclusion and future work, conclusion and outlook, conclusions,
conclusions and future work, contents, contributors, data, data availability,
definitions, desserts, discussion, discussion and conclusion, discussion and
conclusions, education, employment, ethics, evaluation, example, examples, exercises,
experimental results, experimental setup, experiments, figures, footnotes, frequently
asked questions, funding, further reading, future work, glossary, history, important
dates, index, ingredients, installation, introduction, keywords, letters, license,
limitations, literature, literature review, main results, mains, materials and
methods, method, methodology, methods, motivation, notation, notes, objective,
objectives, outline, outlook, participants, preface, preliminaries, procedure,
programme committee, proposed method, publications, references, related work, related
works, requirements, results and discussion, see also, setup, skills, solutions,
starters, statistical analysis, summary, supplementary material, table of contents,
tables, today's topics, transcript, usage, what's new, works cited,
anhang, danksagung, diskussion, einleitung, ergebnisse, fazit, inhalt,
inhaltsverzeichnis, literatur, literaturverzeichnis, methoden, zusammenfassung,
annexe, bibliographie, méthodes, remerciements, résultats, références, sommaire,
agradecimientos, bibliografía, conclusiones, discusión, introducción, métodos,
referencias, resultados, conclusão, conclusões, discussão, introdução, referências,
bibliografia, conclusioni, introduzione, risultati, conclusie, inleiding, literatuur,
resultaten, введение, заключение, литература, результаты,
引言, 绪论, 摘要, 结论, 参考文献, 致谢, 目录, はじめに, 結論, 謝辞, 서론, 결론, 참고문헌
"""
_HEADINGS = {word.strip() for word in _HEADING_WORDS.split(",")}
_SECTION_NUMBER = re.compile(
    r"(?: [§#]* \s? (?: \d{1,2} (?: \.\d{1,2} )* | [IVX]{1,4} | [A-H] ) [.):]? \s+ )",
    re.VERBOSE,
)

_CAPITAL = "[A-ZÀ-ÖØ-ÞĆČĎĐĘĚĞŁŃŇŘŚŞŠŤŮŹŻŽ]"
_NAME_WORD = rf"{_CAPITAL}[\w'’]+(?:-{_CAPITAL}[\w'’]+)?"
_FULL_NAME = rf"""(?: {_NAME_WORD}
    (?: \s (?: {_CAPITAL}\.? | {_NAME_WORD} | van | von | der? | den | di | da
    | del ) ){{0,3}}
    \s {_NAME_WORD} )"""
_INITIALLED = rf"""(?:
    (?: {_CAPITAL}\.[\s-]? )+ {_NAME_WORD} (?: \s {_NAME_WORD} )?
    | {_NAME_WORD} (?: \s {_NAME_WORD} )? ,? \s (?: {_CAPITAL}\.[\s-]? )+
    | {_NAME_WORD} \s {_CAPITAL}{{1,2}} (?= , \s {_NAME_WORD} \s {_CAPITAL}{{1,2}}
      \b )
    | (?<= , \s ) {_NAME_WORD} \s {_CAPITAL}{{1,2}} \b
    | {_NAME_WORD} (?: \s {_CAPITAL}\. )+ \s {_NAME_WORD}
)"""
_AND = r"\s* (?: , \s* (?: and \s | & \s )? | ; \s* | \s and \s | \s & \s )"

_MONTH = r"""(?: jan | feb | mar | apr | may | jun | jul | aug | sep | oct | nov | dec
    | januar | februar | märz | mai | juni | juli | okt | dez | janvier | février
      | mars
    | avril | juin | juillet | août | enero | febrero | marzo | abril | mayo | junio
    | julio | agosto ) [a-z]{0,7} \.?"""
_WEEKDAY = r"(?: (?: mon | tue | wed | thu | fri | sat | sun ) [a-z]{0,6} \.? ,? )"
_CLOCK = r"[0-2]?\d:[0-5]\d (?: :[0-5]\d (?: [.,]\d+ )? )?"

_VERB = r"""\b(?: is | are | was | were | am | has | have | had | will | would | could
    | should | must | may | might | did | does | do | cannot | said | says | went
      | came
    | got | told | found | took | ist | sind | war | waren | wird | hat | haben | est
    | sont | était | ont )\b"""

# Faults of a title, the plainest first: a code, and what it looks like. Small letters
# in a pattern with `i` mean capitals too.
_TITLE_FORMS = [
    (
        "address",
        "i",
        r"""
        \b [\w.+-]+ @ [\w-]+ \. \w
        | https?:// | \b www\.\w
        | ^ (?: tel | phone | fax | e-?mail ) [.:] \s?
        """,
    ),
    (
        "mail header",
        "i",
        r"""
        ^ (?: from | to | cc | bcc | sent | subject | date | author | reply-to
          | message(?:-id)? | von | an | gesendet | betreff | de | objet | para
            | asunto
          | fwd? | aw | wg | re ) \s? : \s
        | ^ on \s .{4,80} \s wrote: $
        | ^ > \s
        | ^ (?: dear | hi | hello | hallo | liebe[rs]? | cher
          | chère ) \s [\w. ]{1,30} , $
        | ^ (?: kind | best | warm ) \s (?: regards | wishes ) \b
        """,
    ),
    (
        "code",
        "",
        r"""
        ^ (?: import \s [\w.]+ | from \s [\w.]+ \s import \b .* ) $
        | ^ (?: \#!? \s? include \b | \#!/ | using \s namespace | library\( | ```
          | >>> \s
          | \$ \s \w | sudo \s | <!-- | <\?xml | @@ \s | diff \s --git
            | commit \s [0-9a-f]{7}
          | index \s [0-9a-f]+\.\. | [+-]{3} \s [ab/] | \| .* \| $ | // \s | /\* )
        | ^ (?: def | class | function | fn | static | const | let | var | public
          | private
          | return | if | for | while | elif | else | export | throw )
          \b .* [({;:=] $
        | (?: ; | \s \{ | ^ \} .* ) $
        | < /? (?! /? (?: i | b | u | em | sub | sup | inf | strong | italic | tt
          | mml\b .* | math\b .* )
          [\s>/] ) [a-z][a-z0-9]* (?: \s [^<>]* )? /? >
        | \b [a-z]\w+ (?: _[a-z]\w+ | \.[a-z]\w+ )+ \( | \w\w \(\)
        | ^ " [\w-]+ " : \s | ^ [a-z]\w+ : \s [\[{'"]
        | ^ [a-z][\w.-]{3,} \s? [:+]? = \s? \S
        | (?: ^ | \s ) --[a-z]{3,}
        | => | && | \|\| | (?<! = ) == (?! [=>] ) | <- \s
        | (?: ^ | \s ) [~.]? / (?: [\w.-]{2,} / )+
        | \b (?: INFO | WARN | WARNING | ERROR | DEBUG | FATAL ) \s+ [\[(\w]
        | ["\w.] (?: "," | ,"\w )
        | ^ - \s \[ [ x] \] \s | ^ [\w-]+ : \s* [|>] $
        """,
    ),
    (
        "identifier",
        "i",
        r"""
        ^ (?: pmid | pmcid | doi | arxiv | isbn | issn | accession | identifier | id )
          \b \s? [:#]? \s? (?: [\d(] | pmc | 10\. | cs | math )
        | ^ 10\.\d{4,}/\S+ $
        | ^ \[? [a-z-]+ \. (?-i: [A-Z]{2} ) \]? $
        | ^ (?= \S* \d ) [0-9a-f]{8,40} $
        | ^ (?-i: [A-Z]{1,4} ) [-_#]? \d{4,} [\d-]* $
        """,
    ),
    (
        "date",
        "i",
        rf"""
        ^ [\[(]? {_CLOCK} [\])]? (?: \s* (?: am | pm | uhr ) )? (?: $ | \s
          | \s? [–-] )
        | ^ {_WEEKDAY}? \s? \d{{1,2}} (?: st | nd | rd | th | \. )? \s {_MONTH}
          (?: ,? \s \d{{4}} )? (?: ,? \s .{{0,12}} )? $
        | ^ {_WEEKDAY}? \s? {_MONTH} \s \d{{1,2}} (?: st | nd | rd | th )?
          (?: ,? \s \d{{4}} )? (?: ,? \s [\d:apm ]+ | \s · .{{0,20}} )? $
        | ^ {_MONTH} \s \d{{4}} $
        | ^ \d{{4}}-\d\d(?:-\d\d)? (?: $ | [\sT] )
        | ^ \d{{1,2}} [./] \d{{1,2}} [./] (?: \d{{4}} | \d\d ) (?: $ | \s )
        | ^ \d+ \s (?: seconds? | minutes? | hours? | days? | weeks? | months?
          | years? ) \s ago \b
        """,
    ),
    (
        "number",
        "i",
        r"""
        ^ [\W\d_]+ $
        | ^ (?: [€$£] | eur \s | usd \s ) \s? \d
        | ^ [\d.,]+ \s? (?: € | eur | usd | min | kb | mb | gb | % | km | px | g
          | ml | pp? ) \.? $
        | \s \d+ [.,]\d\d (?: \s? (?: € | eur | usd ) )? $
        """,
    ),
    (
        "menu",
        "i",
        r"""
        ^ (?: skip | jump ) \s to \s (?: \w+ \s )? (?: content | main
          | navigation | search )
        | ^ (?: sort | order | filter ) (?: ed )? \s by \b .{0,30} $
        | ^ (?: log | sign ) \s (?: in | out | up ) \b .{0,25} $
        | ^ (?: add | send | save | back | go | return | export
          | share ) \s to \s .{1,25} $
        | ^ (?: show | view | see | load | read | hide | clear )
          \s (?: all | more | less | full | details | abstract | \d+ ) \b .{0,20} $
        | ^ (?: showing | displaying | page ) \s \d+ \b .{0,30} $
        | ^ (?: cited | viewed | liked ) \s by \s? :? \s? \d .{0,20} $
        | ^ all \s \d+ \s versions
        | ^ [\d,.]+ \s (?: results? | items? | records? | citations? | comments?
          | views?
          | likes? | votes? | repl(?:y|ies) | posts? | members? | followers? | points?
          | upvotes? | stars? | downloads? | references ) \b .{0,20} $
        | ^ (?: posts | votes | views | likes | replies | price | rating
          | quantity | total )
          \s? :? \s? \d .{0,20} $
        | ^ (?: © | \(c\) | copyright \s ) | ^ all \s rights \s reserved
        | ^ free \s (?: delivery | shipping | download | trial ) \b .{0,25} $
        | ^ (?: subscribe | register ) \s (?: to | for | now | today ) .{0,40} $
        | ^ [★☆✓☐☑▲▼►]
        | ^ .{1,30} \s [|»] \s .{1,30} \s [|»] \s
        | ^ \[ (?: edit | pdf | html | music | applause | laughter | chorus
          | verse .{0,3} ) \] $
        | \[edit\] $
        | ^ your \s search \b | \b no \s results \b .{0,20} $
        """,
    ),
    (
        "heading",
        "",
        r"""
        ^ [§#]* \s? \d{1,2} (?: \.\d{1,2} ){1,3} \.? \s+ [A-Z][a-z]{2}
        | ^ \#+ \s | ^ § \s? \d
        | ^ (?: Chapter | CHAPTER | Section | Appendix | Lecture | Session | Exercise
          | Episode | Ep\. | Kapitel | Abschnitt | Chapitre
            | Capítulo ) \s (?: \d+ | [A-Z] ) \b
          (?: [.:]? $ | [.:] \s )
        | ^ (?: Figure | Fig\. | FIGURE | Table | TABLE | Abbildung | Abb\.
          | Tabelle | Tableau )
          \s \d+ (?: [.:] | $ )
        | ^ (?: Matchday | Message | Item | Question | Step | Day | Week | Track
          | Slide ) :? \s \d+ [.:]? $
        | (?: \.\s?){4,} \s* \d+ $ | \S \s{2,} (?: \d{1,3} | [ivx]+ ) $
        | ^ [\w '-]{1,40} : $
        """,
    ),
    (
        "names",
        "",
        rf"""
        ^ (?: by | By | Von | Par ) \s {_FULL_NAME} $
        | ^ {_INITIALLED} (?: {_AND} (?: {_INITIALLED}
          | {_FULL_NAME} ) )* (?: {_AND} et \s al )? [.,;]? $
        | ^ {_FULL_NAME} (?: {_AND} (?: {_INITIALLED}
          | {_FULL_NAME} ) ){{2,}} [.,;]? $
        | ^ {_NAME_WORD} , \s {_NAME_WORD} $
        | ^ {_FULL_NAME} ,\s .{{0,30}} \b (?: Univ\w* | Institut\w* | Department
          | College
          | School | Inc | Ltd | GmbH | Hospital ) \b
        | ^ (?: Department | Dept\. | Institute | School | Faculty
          | University ) \s of \s
          [^,:]{{3,60}} (?: , .* | $ )
        """,
    ),
]

_SPOKEN = r"""(?:
    \b (?: I | my | me | you | your | yours | we're | mr | mrs ) \b
    | \w ' (?: m | ll | ve | d ) \b
    | n't \b
)"""
_OPENER = r"""^ ["“]? (?: I | You | He | She | They | It | There | These | Those | This
    | However | Thus | Therefore | Moreover | Furthermore | Hence | Please | Thanks
    | Nobody | Somebody | But | So | Then | Also | His | Her | Their | We | Our
    | In \s this | Could \s (?: you | somebody | someone ) | If | Although | Because
    | Since ) \b"""
# "(Name et al., 2004)", "et al. (2004)", "as Name (2004)", "[3, 12]", "see Table 2".
_CITED = r"""(?:
    \( [^()]{0,40} \b [A-Z]\w+ (?: \s et \s al\.? | \s (?: and | & ) \s [A-Z]\w+ )?
      ,? \s (?: 19 | 20 )\d\d [a-z]? \)
    | \b et \s al\. ,? \s \(? (?: 19 | 20 )\d\d
    | [a-z] \s [A-Z]\w+ \s \( (?: 19 | 20 )\d\d \)
    | \w \s? \[ \d{1,3} (?: [,–-] \s? \d{1,3} )* \]
    | \( see \s
    | \b (?: Fig(?:ure|\.) | Table | Section | Eq\. ) \s \d
)"""

# Signs of running text: titles have one of them now and then, but not two.
_STOP = re.compile(r"[.!:][\"'”’)]*$")
_OPENING = re.compile(_OPENER, re.VERBOSE)
_VERBS = re.compile(_VERB, re.VERBOSE | re.IGNORECASE)
_TALK = re.compile(_SPOKEN, re.VERBOSE | re.IGNORECASE)
_CITATION = re.compile(_CITED, re.VERBOSE)
_NEXT_SENTENCE = re.compile(r"[a-z0-9)][.!?]\s+[A-Z]\w+\s[a-z]")
_CLAUSE = re.compile(r",\s(?:and|but|or|so|which|who)\s")

_LOWER_START = re.compile(r"[a-zà-öø-ÿ]{2,}(?![\w.-]*[A-Z\d.-])")
_CUT_END = re.compile(
    r"""(?: [,;(\[] | \s (?: the | of | and | an | in | to | for | with | by | from
    | is | are | that | which | und | der | die | das | et | de | la | le | du | y | el
    ) ) $""",
    re.VERBOSE,
)
_TWO_WORD_NAME = re.compile(rf"{_NAME_WORD} (?:{_CAPITAL}\. )?{_NAME_WORD}")
_EAST_ASIAN = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")

# Signs that most titles lack. Without them only some forms are possible: that saves
# half of the time.
_SIGNS = re.compile(
    r"[@/\\<>={}|;\"\[\]#$€£\d_&]|--|\.\w|[:(]$|\b(?:INFO|WARN|ERROR|DEBUG|FATAL)\b"
    r"|^(?:import|from|using|tel|fax|phone|e-?mail)\b",
    re.IGNORECASE,
)
_WITHOUT_SIGNS = {"mail header", "menu", "heading", "names"}

# A title with more of its reference in it: it was cut at the wrong place.
_CITATION_REST = re.compile(
    r"""\b(?: In\s(?:Proceedings|Proc\.) | arXiv\spreprint | Retrieved\sfrom
    | pp?\.\s?\d+\s?[-–] | [Pp]ages\s\d+\s?[-–] | \(Eds?\.\) | doi:\s?10\.
    | (?<=.{20}) (?: Authors? | Year | Journal | Abstract | DOI | Venue ):\s\S
    | VOL\.\s\d
    | \d+\s?\(\d+\)\s?[:,]\s?\d+ | Vol(?:\.|ume)\s\d+,\s(?:No|Issue) | Submitted\sby\s
    | (?: Association | Society )\sfor\s[\w\s]+$ (?<= Linguistics ) )
    | [A-Z]\w+\.\s(?:19|20)\d\d$
    | (?<=.{15})\b[A-Z][\w'’-]+\s[A-Z]{1,3},\s[A-Z][\w'’-]+\s[A-Z]{1,3}(?:[,.]|$)
    | [A-Z][\w'’-]+,\s(?:[A-Z]\.\s?)+,?\s(?:&\s)?[A-Z][\w'’-]+,\s[A-Z]\b
    | \b[A-Z]\.\s[A-Z][\w-]+\set\sal\.\s[A-Z]""",
    re.VERBOSE,
)

_TITLE_PATTERNS = []
for _code, _flags, _form in _TITLE_FORMS:
    _flag = re.IGNORECASE if _flags else 0
    _TITLE_PATTERNS.append((_code, re.compile(_form, re.VERBOSE | _flag)))

LONGEST_TITLE = 350  # letters; 1 of 1,000 real titles has more than 265
FEWEST_LETTERS = 4

# --- Abstracts ------------------------------------------------------------------------

# Words of scholarship: of 20,000 real abstracts 97 % have two of them, half have ten.
_SCHOLARLY = set(
    """
    we our ours paper article study studies studied thesis survey chapter result
    results method methods methodology propose proposes proposed show shows shown
    showed finding findings present presents presented approach approaches analysis
    analyses analyze analyzed analyse analysed model models modeling modelling data
    dataset datasets experiment experiments experimental evaluate evaluated evaluation
    demonstrate demonstrates demonstrated investigate investigates investigated
    compare compared comparison significant significantly algorithm algorithms theory
    theorem prove proved proof obtain obtained derive derived estimate estimates
    estimated framework patients trial trials conclusion conclusions objective
    background aim aims research performance measured measurements effect effects
    evidence hypothesis observed review literature novel existing task tasks discuss
    discussed consider considered introduce introduces describe describes described
    develop developed examine examined explore explores suggest suggests indicate
    indicates reveal reveals respectively whereas properties parameters simulation
    simulations technique techniques numerical empirical participants cohort outcomes
    efficacy conducted characterize investigation state-of-the-art benchmark
    benchmarks neural quantum finite conjecture algebra algebras algebraic manifold
    manifolds cohomology equation equations polynomial differential topological
    invariant invariants dimensional dynamics asymptotic hyperbolic generalization
    generalized classical linear symmetry operators mathbb mathcal theorems lemma
    construct constructed establish characterization formula coefficients bounded
    conditions energy magnetic density mass spectrum clinical medical physicians
    treatment intervention interventions health researchers guidelines probability

    wir unsere studie arbeit beitrag aufsatz untersuchung untersucht untersuchen
    ergebnisse ergebnis methode methoden analyse zeigen zeigt dargestellt vorgestellt
    forschung modell modelle daten ansatz patienten ziel hintergrund schlussfolgerung
    verfahren theorie vergleich

    nous notre nos étude études résultats résultat méthode méthodes présentons
    présente proposons propose montrons montrent montre approche recherche modèle
    modèles données analysons évaluation corpus objectif théorie travail cet article

    nuestro estudio estudios resultados método métodos presentamos presenta propone
    proponemos análisis investigación modelo modelos datos objetivo artículo trabajo
    enfoque conclusiones pacientes evaluación muestra muestran

    nosso estudo estudos método pesquisa dados objetivo artigo trabalho abordagem
    análise conclusões pacientes avaliação mostra mostram apresenta propõe

    studio risultati metodo metodi analisi ricerca modello modelli dati obiettivo
    articolo lavoro approccio presentiamo proponiamo mostrano conclusioni pazienti

    onderzoek studie resultaten methode methoden analyse gegevens doel artikel aanpak
    wij onze tonen blijkt conclusie patiënten

    мы наши исследование исследования исследованы результаты метод методы методов
    модель модели данные данных анализ анализа статье работе работа предложен
    предложена показано рассматривается рассмотрены получены цель подход

    badania badanie wyniki metoda metody analiza artykuł celem model danych çalışma
    çalışmada sonuçlar sonuçları yöntem analiz model veri amaç araştırma
    """.split()
)
# Written without spaces: these are looked for anywhere.
_SCHOLARLY_EAST_ASIAN = """
本文 提出 方法 结果 研究 实验 分析 模型 表明 基于 数据 问题 算法 结论 目的 探讨 性能
問題 本研究 本論文 本稿 手法 提案 結果 実験 解析 検討 示す 示した 有効 評価 明らか
연구 방법 결과 제안 실험 분석 본 논문 모델 데이터 통해
""".split()

# Words of everyday talk, of trade, and of what surrounds software.
_EVERYDAY = set(
    """
    i'm i've my me myself you your yours you're you'll hers said says told went dear
    please thanks thank hello hi sorry yesterday tonight tomorrow monday tuesday
    wednesday thursday friday saturday sunday mr mrs sir mother dinner love lovely
    kids buy euro euros shop shipping customers click subscribe newsletter cookies
    website password login download guaranteed warranty warranties license licence
    copyright liable liability merchantability install installed file files directory
    folder upstream debian python config configure permission redistribute
    redistributions www spokesman spokeswoman minister police mayor council traders
    bestseller hiring press podcast episode listen seminar prerequisite instructor
    permission bake oven chop salt simmer ich mein meine ihr euch bitte danke je tu
    vous votre merci yo usted gracias
    """.split()
)
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_PROSE_LETTERS = 0.6  # of its characters are letters, at least
_ABSTRACT_START = 3000  # characters that are looked at

# --- The whole ------------------------------------------------------------------------

# Measured by tests/benchmarks/suspicion_calibrated.py, with these thresholds. Of real
# titles .1 to .6 % have a fault, of real abstracts 2 to 8 %. Of samples of real papers,
# read as if nobody knew their layout, 1 of 8,640 was not sure. Of 84 kinds of files
# that are no lists of papers, each read in 9 ways, none was believed; where a layout
# vouches for them (`known_layout`), 3 % were.

# A share of faulty titles from which a file is doubtful, and from which it is refused;
# one faulty title among several is chance.
FAULTY_DOUBTFUL = 0.2
FAULTY_REFUSED = 0.5
# Mean of the scholarly words of an abstract, less the everyday ones.
SCHOLARLY_SURE = 2.5
SCHOLARLY_REFUSED = 1.0
# Share of records that something speaks for: a scholarly abstract, or who and when.
SUPPORTED_SURE = 0.6
# How much more of a title's words come again in its own abstract than in the next.
COHERENT_SURE = 0.08
COHERENT_RECORDS = 8  # with fewer, chance decides
# Share of abstracts that cite, or point to their figures: running text, unless the
# abstracts keep to their titles.
CITING_DOUBTFUL = 0.3
COHERENT_PROSE = 0.3
# Share of titles that are there before.
REPEATED_DOUBTFUL = 0.5
# Share of titles that are two capitalised words, as names are.
TWO_WORDS_DOUBTFUL = 0.5
# Share of records with a text under the title from which these texts decide.
ABSTRACTS_SHOWN = 0.5
LOOKED_AT = 500  # abstracts, evenly from the whole file

_HIGHEST_SCORE = 8
_EVERYDAY_WEIGHT = 2

# What authors and a year excuse: proceedings have an "Introduction".
_EXCUSED = {
    "heading",
    "names",
    "too short",
    "too long",
    "fragment",
    "sentence",
    "menu",
    "number",
    "identifier",
}


class Judgement(NamedTuple):
    """How far the records of a file look like papers."""

    certainty: str  # `sure`, `doubtful` or `refused`
    doubt: str  # what speaks against it, for people; "" where nothing does
    faults: list[
        tuple[int, str]
    ]  # the index of a record (from 0), the code of its title


class _Evidence(NamedTuple):
    """What the records of a file say for and against it."""

    records: int
    faults: list[tuple[int, str]]
    with_abstract: float  # share
    score: float  # mean of abstracts
    supported: float  # share
    identified: float  # share with a DOI or the like
    credited: float  # share with authors and a year or venue
    coherence: float | None
    citing: float  # share of abstracts
    repeated: float  # share of titles
    two_words: float  # share of titles


def title_fault(title: str) -> str | None:
    """Say what a line looks like that stands where a title should.

    Parameters
    ----------
    title
        What was taken for a title.

    Returns
    -------
    str or None
        `citation` (more of the reference is in it), `menu`, `address`, `mail header`,
        `names`, `identifier`, `heading`, `sentence`, `code`, `number`, `date`,
        `fragment`, `too long` or `too short`; None where it may be a title.
    """
    text = title.strip()
    folded = " ".join(text.casefold().split())
    if _CITATION_REST.search(text):
        return "citation"
    if folded in _MENU:
        return "menu"
    if _is_heading(folded):
        return "heading"

    return _matching_form(text) or _shape_fault(text)


def _matching_form(text: str) -> str | None:
    has_signs = _SIGNS.search(text) is not None
    for code, pattern in _TITLE_PATTERNS:
        if (has_signs or code in _WITHOUT_SIGNS) and pattern.search(text):
            return code
    return None


def _shape_fault(text: str) -> str | None:
    """Say what is wrong with the length or the ends of a text."""
    if len(text) > LONGEST_TITLE:
        return "too long"
    if _is_sentence(text):
        return "sentence"
    if _LOWER_START.match(text) or _CUT_END.search(text):
        return "fragment"
    if len(text) <= 2 * FEWEST_LETTERS and _is_too_short(text):
        return "too short"
    return None


def _is_heading(folded: str) -> bool:
    if len(folded) > 45:
        return False
    bare = folded.rstrip(" :.")
    if bare in _HEADINGS:
        return True
    number = _SECTION_NUMBER.match(bare)
    return number is not None and bare[number.end() :] in _HEADINGS


def _is_sentence(text: str) -> bool:
    """Whether signs of running text meet that do not meet in titles."""
    stops = _STOP.search(text) is not None
    cites = _CITATION.search(text) is not None
    if cites and (stops or len(text) > 120):
        return True

    opens = _OPENING.search(text) is not None
    has_verb = _VERBS.search(text) is not None
    if opens and has_verb and len(text) > 25:
        return stops or len(text) > 60

    talks = _TALK.search(text) is not None
    if stops and (opens or has_verb or talks):
        return True
    if len(text) <= 60 or not (has_verb or talks or cites):
        return False

    goes_on = _NEXT_SENTENCE.search(text) is not None
    has_clause = _CLAUSE.search(text) is not None
    return sum([stops, opens, has_verb, talks, cites, goes_on, has_clause]) >= 3


def _is_too_short(text: str) -> bool:
    letters = sum(letter.isalpha() for letter in text)
    if _EAST_ASIAN.search(text):
        return letters < 2
    return letters < FEWEST_LETTERS


def abstract_fault(abstract: str) -> str | None:
    """Say why a text is no abstract of a paper.

    Parameters
    ----------
    abstract
        What was taken for an abstract.

    Returns
    -------
    str or None
        `too short`, `code` (it is no prose), `everyday` (talk, trade, software),
        `citing` (running text of a paper), `not scholarly`; None where it may be one.
    """
    text = abstract[:_ABSTRACT_START]
    is_east_asian = _EAST_ASIAN.search(text[:200]) is not None
    if len(text) < (30 if is_east_asian else 80):
        return "too short"
    letters = sum(map(str.isalpha, text)) + text.count(" ")
    if letters < _PROSE_LETTERS * len(text):
        return "code"

    scholarly, everyday = _count_words(text)
    if everyday > scholarly:
        return "everyday"
    if len(_CITATION.findall(text)) >= 2:
        return "citing"
    if scholarly - _EVERYDAY_WEIGHT * everyday < 2:
        return "not scholarly"
    return None


_BUTTONS_IN_TEXT = re.compile(r"(?i)\[(?:pdf|bibtex|bib|abs|supp|code|arxiv|html)\]")


def holds_buttons(abstract: str) -> bool:
    """Tell a text with the buttons of several papers in it."""
    return len(_BUTTONS_IN_TEXT.findall(abstract)) > 1


def is_unrelated(title: str, abstract: str) -> bool:
    """Tell a text that has no word of its title, and does not read like an abstract.

    Of 10,000 real papers 13 are like that.
    """
    if _word_starts(title) & _word_starts(abstract):
        return False
    return abstract_fault(abstract) is not None


def _count_words(text: str) -> tuple[int, int]:
    """Count the different scholarly and everyday words of a text."""
    words = set(_WORD.findall(text[:_ABSTRACT_START].lower()))
    scholarly = len(words & _SCHOLARLY)
    if _EAST_ASIAN.search(text[:200]):
        scholarly += sum(word in text for word in _SCHOLARLY_EAST_ASIAN)
    return scholarly, len(words & _EVERYDAY)


def judge(records: list[dict] | pd.DataFrame, known_layout: bool) -> Judgement:
    """Decide from the records of one file whether they look like papers.

    Parameters
    ----------
    records
        With `title`, and as far as they have them `abstract`, `authors`, `date`,
        `venue`, `doi`, `arxiv_id`, `pmid`.
    known_layout
        Whether marks explained the file: tags of a format, or a layout with lines such
        as "Cited by" or identifiers. Without, a title followed by a text may be
        anything, and something must speak for it: scholarly abstracts, or authors
        and years.

    Returns
    -------
    Judgement
        The `certainty`, the `doubt` in words, and the `faults` of titles that nothing
        excuses.
    """
    table = pd.DataFrame(records).reset_index(drop=True)
    if table.empty or "title" not in table:
        return Judgement("sure", "", [])

    evidence = _weigh_evidence(table, known_layout)
    certainty, reason = _decide(evidence, known_layout)
    if certainty == "sure":
        return Judgement(certainty, "", evidence.faults)
    doubt = _doubt_summary(_texts(table, "title"), evidence.faults, reason)
    return Judgement(certainty, doubt, evidence.faults)


def _weigh_evidence(table: pd.DataFrame, known_layout: bool) -> _Evidence:
    titles = _texts(table, "title")
    abstracts = _texts(table, "abstract")
    identified = _has_any(table, ["doi", "arxiv_id", "pmid"])
    is_dated = _has_any(table, ["date", "year", "venue", "volume", "pages"])
    credited = _has_any(table, ["authors"]) & (is_dated | known_layout)

    faults = []
    for i, title in enumerate(titles):
        fault = title_fault(title)
        excused = identified[i] or (credited[i] and fault in _EXCUSED)
        excused = excused and fault != "citation"
        if fault and not excused:
            faults.append((i, fault))

    step = max(1, -(-len(table) // LOOKED_AT))
    sample = range(0, len(table), step)
    scores, supported, citing = [], 0, 0
    for i in sample:
        if not abstracts[i]:
            supported += bool(identified[i] or credited[i])
            continue
        scholarly, everyday = _count_words(abstracts[i])
        score = min(scholarly, _HIGHEST_SCORE) - _EVERYDAY_WEIGHT * everyday
        scores.append(score)
        supported += bool(identified[i] or score >= 2)
        citing += len(_CITATION.findall(abstracts[i])) >= 2

    return _Evidence(
        records=len(table),
        faults=faults,
        with_abstract=len(scores) / len(sample),
        score=sum(scores) / max(1, len(scores)),
        supported=supported / len(sample),
        identified=float(identified.mean()),
        credited=float(credited.mean()),
        coherence=_measure_coherence(titles, abstracts, sample),
        citing=citing / max(1, len(scores)),
        repeated=_share_repeated(titles),
        two_words=sum(map(bool, map(_TWO_WORD_NAME.fullmatch, titles))) / len(titles),
    )


def _texts(table: pd.DataFrame, column: str) -> list[str]:
    if column not in table:
        return [""] * len(table)
    return table[column].fillna("").astype(str).tolist()


def _has_any(table: pd.DataFrame, columns: list[str]) -> pd.Series:
    """Say for each record whether one of the columns says anything; lists count too."""
    found = pd.Series(False, index=table.index)
    for column in columns:
        if column in table:
            filled = table[column].map(_is_filled)
            found |= filled.astype(bool)
    return found


def _is_filled(value: object) -> bool:
    if isinstance(value, (list, tuple, set)):
        return len(value) > 0
    if hasattr(value, "__len__"):
        return len(value) > 0
    return not pd.isna(value)


def _share_repeated(titles: list[str]) -> float:
    counts = Counter(title.casefold() for title in titles)
    return 1 - len(counts) / len(titles)


def _measure_coherence(
    titles: list[str], abstracts: list[str], sample: range
) -> float | None:
    """Measure how much better titles fit their own abstracts than the next ones.

    Each is the share of a title's words whose first letters come again in an abstract.
    """
    pairs = []
    for i in sample:
        if titles[i] and abstracts[i]:
            pairs.append((_word_starts(titles[i]), _word_starts(abstracts[i])))
    pairs = [(title, abstract) for title, abstract in pairs if title]
    if len(pairs) < COHERENT_RECORDS:
        return None

    total = 0.0
    for i, (title, abstract) in enumerate(pairs):
        next_abstract = pairs[(i + 1) % len(pairs)][1]
        total += (len(title & abstract) - len(title & next_abstract)) / len(title)
    return total / len(pairs)


def _word_starts(text: str) -> set[str]:
    """Take the first letters of long words; pairs of signs where words are joined."""
    text = text[:_ABSTRACT_START].lower()
    if _EAST_ASIAN.search(text[:200]):
        return {text[i : i + 2] for i in range(len(text) - 1)}
    return {word[:5] for word in _WORD.findall(text) if len(word) > 3}


def _decide(evidence: _Evidence, known_layout: bool) -> tuple[str, str]:
    """Decide how certain a file is, and the code of what speaks against it."""
    certainty, reason = _decide_by_titles(evidence)
    if reason:
        return certainty, reason

    is_credited = max(evidence.credited, evidence.identified) >= SUPPORTED_SURE
    has_abstracts = evidence.with_abstract >= ABSTRACTS_SHOWN
    if is_credited and not has_abstracts:
        return "sure", ""
    if evidence.repeated >= REPEATED_DOUBTFUL and not is_credited:
        return "doubtful", "repeated"

    if not has_abstracts:
        return _decide_without_abstracts(evidence, known_layout)
    return _decide_by_abstracts(evidence, known_layout, is_credited)


def _decide_by_titles(evidence: _Evidence) -> tuple[str, str]:
    faulty = len(evidence.faults)
    share = faulty / evidence.records
    if faulty == evidence.records or (faulty > 1 and share >= FAULTY_REFUSED):
        return "refused", "titles"
    if faulty > 2 and share >= FAULTY_DOUBTFUL:
        return "doubtful", "titles"
    return "sure", ""


def _decide_without_abstracts(
    evidence: _Evidence, known_layout: bool
) -> tuple[str, str]:
    """Decide on titles of which few say who wrote them and when."""
    if evidence.two_words >= TWO_WORDS_DOUBTFUL:
        return "refused", "names"
    if known_layout or evidence.supported >= SUPPORTED_SURE:
        return "sure", ""
    return "doubtful", "titles only"


def _decide_by_abstracts(
    evidence: _Evidence, known_layout: bool, is_credited: bool
) -> tuple[str, str]:
    """Decide by what stands under the titles."""
    is_everyday = evidence.score < SCHOLARLY_REFUSED and not is_credited
    if known_layout:
        # Whole abstracts in everyday words come back to the words of their titles.
        is_told = evidence.coherence is not None and evidence.coherence >= COHERENT_SURE
        certainty = "doubtful" if is_everyday and not is_told else "sure"
        return certainty, "not scholarly"

    is_scholarly = (
        evidence.score >= SCHOLARLY_SURE and evidence.supported >= SUPPORTED_SURE
    )
    coherence = evidence.coherence
    is_loose = coherence is None or coherence < COHERENT_PROSE
    is_citing = evidence.records > 3 and evidence.citing >= CITING_DOUBTFUL
    if is_everyday:
        return "refused", "not scholarly"
    if not is_scholarly and evidence.identified < SUPPORTED_SURE:
        return "doubtful", "not scholarly"
    if is_citing and is_loose:
        return "doubtful", "running text"

    is_coherent = coherence is None or coherence >= COHERENT_SURE
    return "sure" if is_coherent else "doubtful", "incoherent"


# --- Words for people -----------------------------------------------------------------

LOOKS_LIKE = {
    "menu": "buttons of a page",
    "citation": "titles with more of the reference in them",
    "address": "addresses",
    "mail header": "lines of e-mails",
    "names": "people",
    "identifier": "identifiers",
    "heading": "headings of sections",
    "sentence": "sentences of running text",
    "code": "code",
    "number": "numbers",
    "date": "dates",
    "fragment": "pieces of sentences",
    "too long": "whole paragraphs",
    "too short": "single letters",
}
ADVICE = (
    "Export the records instead (RIS, BibTeX or CSV), or copy the page with its titles"
    " and abstracts."
)
_RUNNING_TEXT_ADVICE = (
    "If this is the text of a paper, give its list of references in a file of its own,"
    " or export the records (RIS, BibTeX or CSV)."
)
_ADVICE = {
    "code": "Code and settings hold no papers: leave the file out, or name the export.",
    "mail header": "If papers are in the mails, copy their titles and abstracts into a"
    " file, or save what is attached.",
    "names": "Copy the page with the titles of the papers, or export the records (RIS,"
    " BibTeX or CSV).",
    "heading": _RUNNING_TEXT_ADVICE,
    "sentence": _RUNNING_TEXT_ADVICE,
    "fragment": _RUNNING_TEXT_ADVICE,
    "too long": _RUNNING_TEXT_ADVICE,
    "running text": _RUNNING_TEXT_ADVICE,
}
# What speaks against a file whose titles are in order; `{titles}` are three of them.
_REASONS = {
    "names": "Most of its {count} ({titles}) are two words that could be people: this"
    " may be a list of names.",
    "repeated": "The same titles come again and again ({titles}): these may be parts of"
    " a page, and no papers.",
    "titles only": "Nothing but their place says that its {count} ({titles}) are"
    " papers: there are no abstracts, no authors with years, no identifiers.",
    "not scholarly": "The texts under its {count} ({titles}) do not read like"
    ' abstracts: words such as "we", "study" or "results" are rare in them.',
    "running text": "The texts under its {count} ({titles}) cite others and point to"
    " figures, as the running text of a paper does.",
    "incoherent": "The texts under its {count} ({titles}) hardly come back to the words"
    " of the titles above them: titles and abstracts may be shifted.",
}
_LONGEST_SHOWN = 60


def _doubt_summary(
    titles: list[str], faults: list[tuple[int, str]], reason: str
) -> str:
    """Say in words what speaks against a file, and what to give instead."""
    if reason == "titles":
        return _faults_summary(titles, faults)

    count = count_of(len(titles), "title")
    sentence = _REASONS[reason].format(count=count, titles=_quote(titles))
    return f"{sentence} {_ADVICE.get(reason, ADVICE)}"


def _faults_summary(titles: list[str], faults: list[tuple[int, str]]) -> str:
    counts = Counter(code for _, code in faults)
    commonest = [code for code, _ in counts.most_common(2)]
    looks = " and ".join(LOOKS_LIKE[code] for code in commonest)
    shown = _quote(_worst_titles(titles, faults))

    if len(titles) == 1:
        opening = f'Its only "title" looks like {looks}'
    elif len(faults) >= FAULTY_REFUSED * len(titles):
        opening = f'Most of its {len(titles)} "titles" look like {looks}'
    else:
        opening = f'{len(faults)} of its {len(titles)} "titles" look like {looks}'

    advice = _ADVICE.get(commonest[0], ADVICE)
    return f"{opening} ({shown}): this is probably no list of papers. {advice}"


def _worst_titles(titles: list[str], faults: list[tuple[int, str]]) -> list[str]:
    """Take the faulty titles, those first that show a kind of fault not yet shown."""
    counts = Counter(code for _, code in faults)
    first_of_code = {}
    for i, code in reversed(faults):
        first_of_code[code] = titles[i]
    first = [first_of_code[code] for code, _ in counts.most_common()]
    return first + [titles[i] for i, _ in faults]


def _quote(titles: list[str]) -> str:
    """Put the first three different titles in quotation marks."""
    shown = []
    for title in titles:
        title = " ".join(title.split())
        if len(title) > _LONGEST_SHOWN:
            title = title[: _LONGEST_SHOWN - 1].rstrip() + "…"
        quoted = f'"{title}"'
        if quoted not in shown:
            shown.append(quoted)
        if len(shown) == 3:
            break
    return ", ".join(shown)
