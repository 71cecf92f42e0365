// Papers → the text of a bibliography: BibTeX, RIS, CSV, as `litreview export` writes them.
// Keys and kinds come with the papers; a test compares each format with Python's, byte for byte.
const bibliography = (function () {
  "use strict";
  const MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split(" ");
  const line = (text) => String(text ?? "").replace(/\p{Surrogate}/gu, "\ufffd")
    .replace(/[\x00-\x1f\x7f\x85\u2028\u2029]+/g, " ").replace(/^(?:[^\S\ufeff]|\x85)+|(?:[^\S\ufeff]|\x85)+$/gu, "");
  const list = (words) => words.trim().split(/\s+/);

  // ---- TeX: what it would act on is escaped, formulas and emphasis stay

  const SYMBOLS = list(`
    alpha beta gamma delta epsilon varepsilon zeta eta theta vartheta iota kappa lambda mu nu xi pi rho
    sigma tau upsilon phi varphi chi psi omega Gamma Delta Theta Lambda Xi Pi Sigma Upsilon Phi Psi Omega
    infty partial nabla ell hbar sum prod int sqrt frac tfrac dfrac log ln exp sin cos tan min max sup inf
    lim det dim ker times cdot cdots ldots dots pm mp leq le leqslant geq ge geqslant neq ne ll gg approx
    sim simeq equiv propto in notin subset subseteq cup cap to rightarrow leftarrow Rightarrow mapsto langle
    rangle lfloor rfloor lceil rceil lVert rVert left right big Big bigg Bigg hat tilde bar vec dot ddot
    widehat widetilde overline underline otimes oplus circ star ast dagger perp parallel forall exists
    emptyset setminus mid nmid prime quad qquad mathbb mathcal mathfrak mathscr mathrm mathbf mathit mathsf
    mathtt operatorname boldsymbol text textrm textbf textit rm bf it cal`);
  const IN_FORMULA = `[^\\\\$%#&~"]|\\\\(?:${SYMBOLS.join("|")})(?![A-Za-z])|\\\\[,;:! \\{\\}\\|]`;
  const FORMULA = `\\$(?:(?=\\S)(?:${IN_FORMULA})+(?<=\\S)\\$(?!\\p{Nd}))?`;
  const COMMAND = "(?:emph|text(?:it|bf|sc|tt|rm|sf|sl|superscript|subscript))\\{(?:[^\\{\\}]|\\{[^\\{\\}]*\\})*\\}";
  const ACCENT = "['\"`^~](?<=[\\p{L}\\p{Nl}\\p{No}]\\\\.)[aceilnorsuyzACEILNORSUYZ]|['\"`^~=.cvuHkr]\\{[A-Za-z]\\}";
  const RUNS = "-(?<=--)|'(?<='')|`(?<=``)|`(?<=\\?`)|`(?<=!`)";
  const PARTS = `${FORMULA}|\\\\(?:${COMMAND}|${ACCENT})?|\\{(?:\\\\(?:${ACCENT})\\})?|\\}|%|&|#|_|~|\\^|${RUNS}`;
  const CAPITAL = "(?<![\\p{L}\\p{N}])(?=([a-z]*))\\1(?![a-z])[\\p{L}\\p{N}](?=([\\p{L}\\p{N}]*))\\2(?!\\\\)";
  const SIGNS = new RegExp(PARTS, "gu");
  const SIGNS_AND_CAPITALS = new RegExp(`${PARTS}|${CAPITAL}`, "gu");
  const ANY_SIGN = /[\\{}%&#_~^$`]|--|''/;
  const IS_FORMULA = /^\$(?:[^$]*[\\^_{}=][^$]*|[A-Za-z0-9]{1,3}|[A-Za-z(][\p{L}\p{N}_()+\-*/,|.]*)\$$/u;
  const WITH_ARGUMENT = /^(\\[a-z]{4,}\{)(.*)\}$/su;
  const ESCAPED = { "%": "\\%", "&": "\\&", "#": "\\#", _: "\\_", $: "\\$", "-": "{}-", "'": "{}'", "`": "{}`",
    "\\": "{\\textbackslash}", "~": "{\\textasciitilde}", "^": "{\\textasciicircum}", "{": "\\{", "}": "\\}" };
  // BibTeX counts braces behind a backslash too.
  const ESCAPED_UNBALANCED = { ...ESCAPED, "{": "$\\lbrace$", "}": "$\\rbrace$" };

  const tex = (text) => (ANY_SIGN.test(text) ? escaped(text, SIGNS) : text);

  function texTitle(title) {
    // Capitals are kept from styles that lower them, but for a title that has nothing else.
    const upper = /\p{Uppercase}/u.test(title) && !/[\p{Lowercase}\p{Lt}]/u.test(title);
    return upper ? tex(title) : escaped(title, SIGNS_AND_CAPITALS);
  }

  function escaped(text, pattern, signs = balanced(text) ? ESCAPED : ESCAPED_UNBALANCED) {
    return text.replace(pattern, (token) => {
      if (Object.hasOwn(signs, token)) return signs[token];
      if (token[0] === "$" && !(IS_FORMULA.test(token) && balanced(token))) {
        return signs.$ + escaped(token.slice(1), pattern, signs);
      }
      const command = token.match(WITH_ARGUMENT);
      if (command) return `${command[1]}${escaped(command[2], pattern, signs)}}`;
      return pattern === SIGNS_AND_CAPITALS && spoilt(token) ? `{${token}}` : token;
    });
  }

  function balanced(text) {
    let depth = 0;
    return [...text].every((sign) => (depth += (sign === "{") - (sign === "}")) >= 0) && depth === 0;
  }

  function spoilt(word) {
    // What lower case would spoil: mRNA, BERT, T5, vitamin C.
    const [first, ...others] = word;
    const rest = others.join("");
    if (rest !== rest.toLowerCase()) return /^[\p{L}\p{N}]+$/u.test(word);
    if (!/\p{Uppercase}/u.test(first)) return false;
    return rest ? /^\p{Nd}+$/u.test(rest) : first !== "A" && first !== "I";
  }

  const verbatim = (text) =>
    text.replace(/[{}\\]|[^\S\ufeff]/gu, (sign) => `%${sign.codePointAt(0).toString(16).toUpperCase().padStart(2, "0")}`);

  // ---- Names

  const GROUPS = new Set(list(`
    academy agency alliance association authority board bureau center centre collaboration college
    commission committee company consortia consortium corporation council department federation foundation
    gmbh government group inc initiative institut institute institution investigators laboratories
    laboratory ltd ministry network office organisation organization project service society team union
    universidad universitat university université universität`));
  const WITH_SUFFIX = /^([^,]+), ([^,]+), ((?:jr|sr)\.?|ii|iii|iv)$/iu;

  function isGroup(name) {
    const words = new Set(list(name.toLowerCase()).map((word) => word.replace(/^[.,()]+|[.,()]+$/g, "")));
    if (words.has("and") || words.has("&")) return true;
    if (![...words].some((word) => GROUPS.has(word))) return false;
    return !name.includes(",") || ["of", "for", "the"].some((word) => words.has(word));
  }

  function texName(name) {
    const suffixed = name.match(WITH_SUFFIX);
    if (suffixed) return tex(`${suffixed[1]}, ${suffixed[3]}, ${suffixed[2]}`);
    const misread = name.split(",").length > 2 || /[;|]/.test(name); // BibTeX would take such a name apart
    return isGroup(name) || misread ? `{${tex(name)}}` : tex(name);
  }

  // ---- Formats

  function fields(paper) {
    // A paper with each text on one line, and the parts of its date.
    const texts = Object.fromEntries(Object.entries(paper).map(([name, value]) =>
      [name, typeof value === "string" ? line(value) : value ?? ""]));
    return { ...texts, authors: paper.authors.map(line).filter(Boolean), parts: paper.date.split("-").filter(Boolean) };
  }

  function bibtex(chosen) {
    return chosen.map(fields).map((paper) => {
      const [year, month] = paper.parts;
      const numbered = paper.kind === "article" || paper.volume; // elsewhere, `number` is that of a report
      const entry = {
        author: paper.authors.map(texName).join(" and "),
        title: texTitle(paper.title),
        [paper.kind === "inproceedings" ? "booktitle" : "journal"]: tex(paper.venue),
        volume: tex(paper.volume),
        [numbered ? "number" : "issue"]: tex(paper.issue),
        pages: tex(paper.pages.replace(/^([^-]+)-([^-]+)$/, "$1–$2")).replaceAll("–", "--"),
        date: paper.date,
        year: year && String(Number(year)),
        month: MONTHS[month - 1],
        doi: verbatim(paper.doi),
        eprint: verbatim(paper.arxiv),
        archiveprefix: paper.arxiv && "arXiv",
        pmid: verbatim(paper.pmid),
        url: verbatim(paper.url),
        keywords: tex(paper.topic_label.replace(/\s*[,;]\s*/gu, " / ")), // a comma would make two of it
        abstract: tex(paper.abstract),
        "litreview-id": verbatim(paper.id),
      };
      const rows = Object.entries(entry).filter(([, value]) => value)
        .map(([name, value]) => `  ${name} = ${name === "month" ? value : `{${value}}`},\n`);
      return `@${paper.kind}{${paper.key},\n${rows.join("")}}\n`;
    }).join("\n");
  }

  function ris(chosen) {
    return chosen.map(fields).map((paper) => {
      const { parts } = paper;
      const unpublished = paper.arxiv ? "UNPB" : "GEN";
      const pages = paper.pages.split("-");
      const range = pages.length === 2 && pages.every((page) => /\p{Nd}/u.test(page));
      const rows = [["TY", { article: "JOUR", inproceedings: "CPAPER" }[paper.kind] || unpublished], ["ID", paper.id],
        ...paper.authors.map((name) => ["AU", name]), ["TI", paper.title], ["T2", paper.venue], ["VL", paper.volume],
        ["IS", paper.issue], ["SP", range ? pages[0] : paper.pages], ["EP", range ? pages[1] : ""],
        ["PY", parts[0]], ["DA", parts.length > 1 ? parts.join("/") + "/".repeat(4 - parts.length) : ""],
        ["DO", paper.doi], ["AN", paper.arxiv && `arXiv:${paper.arxiv}`], ["N1", paper.pmid && `PMID: ${paper.pmid}`],
        ["UR", paper.url], ["KW", paper.topic_label], ["AB", paper.abstract]];
      const lines = rows.filter(([, value]) => line(value)).map(([tag, value]) => `${tag}  - ${line(value)}\r\n`);
      return `${lines.join("")}ER  - \r\n\r\n`;
    }).join("");
  }

  const COLUMNS = "paper_id title authors year month day venue volume issue pages doi arxiv_id pmid url topic_label abstract"
    .split(" ");

  function csv(chosen) {
    const dash = (text) => text.replace(/(?<=[\p{L}\p{N}_])-(?=[\p{L}\p{N}_])/gu, "–");
    // A spreadsheet computes what begins like a formula; an invisible sign before it makes it text.
    const neutral = (text) => text.replace(/(?:^|;)[^\S\ufeff]*(?=[=+\-@＝＋－＠])/gu, "$&\u200b");
    const quoted = (text) => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
    const cell = (text) => quoted(neutral(line(text)));
    const rows = chosen.map(fields).map((paper) => {
      const authors = paper.authors.join("; ");
      const single = paper.authors.length === 1 && /^\S+ .*,.* .*$/u.test(authors); // could be two
      const [year, month, day] = paper.parts.map((part) => String(Number(part)));
      const row = { ...paper, paper_id: paper.id, authors: single ? `${authors};` : authors, year, month, day,
        issue: dash(paper.issue), pages: dash(paper.pages), arxiv_id: paper.arxiv && `arXiv:${paper.arxiv}` };
      return COLUMNS.map((name) => cell(row[name]));
    });
    return `\ufeff${[COLUMNS, ...rows].map((row) => `${row.join(",")}\r\n`).join("")}`; // the mark is for Excel
  }

  return { bibtex, ris, csv };
})();
