// Papers → the text of a bibliography that reference managers take: BibTeX, RIS, CSV.
const bibliography = (function () {
  "use strict";
  const MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split(" ");
  const UNFOLDED = { ß: "ss", ø: "o", ł: "l", æ: "ae", œ: "oe", đ: "d", ı: "i", þ: "th", ð: "d" };
  const line = (text) => String(text ?? "").replace(/[\s\p{Cc}]+/gu, " ").trim();
  // BibTeX counts brackets behind a backslash too, so that these must not stand in a text as such.
  const TEX = { "\\": "\\textbackslash{}", "{": "$\\lbrace$", "}": "$\\rbrace$", "~": "\\textasciitilde{}",
    "^": "\\textasciicircum{}", "%": "\\%", "&": "\\&", "#": "\\#", _: "\\_", $: "\\$" };

  function tex(text) {
    // Between $ is math where no blank is inside of them and no digit follows, as Pandoc has it: "$5 or $6" is money.
    const parts = line(text).split(/(\$(?!\s)[^$]*[^\s$\\]\$(?!\d))/);
    const escaped = (part) => part.replace(/[\\{}~^%&#_$]/g, (sign) => TEX[sign]);
    const math = (part) => part.replace(/(?<!\\)%/g, "\\%");
    return parts.map((part, i) => (i % 2 && balanced(part) ? math(part) : escaped(part))).join("");
  }

  function balanced(text) {
    let depth = 0;
    return [...text].every((sign) => (depth += (sign === "{") - (sign === "}")) >= 0) && depth === 0;
  }

  function texName(name) {
    // BibTeX would take such a name apart; in braces it is one word.
    return /\band\b|\bothers\b|;/i.test(name) || name.split(",").length > 3 ? `{${tex(name)}}` : tex(name);
  }

  const raw = (text) => line(text).replace(/[{}\\\s]/g, encodeURIComponent);
  const meets = (paper) => /\b(proceedings|proc\.|conference|workshop|symposium)/i.test(paper.venue);

  function bibtex(chosen) {
    const taken = new Map();
    return chosen.map((paper) => {
      const [year, month] = paper.date.split("-");
      const kind = !paper.venue ? "misc" : meets(paper) ? "inproceedings" : "article";
      const fields = {
        title: tex(paper.title),
        author: paper.authors.map(line).filter(Boolean).map(texName).join(" and "),
        year, month: MONTHS[month - 1], date: month && raw(paper.date),
        [kind === "inproceedings" ? "booktitle" : "journal"]: tex(paper.venue), volume: tex(paper.volume),
        number: tex(paper.issue), pages: tex(paper.pages).replace(/\s*[-–]+\s*/, "--"),
        doi: raw(paper.doi), eprint: raw(paper.arxiv), archiveprefix: paper.arxiv && "arXiv",
        pmid: raw(paper.pmid), url: raw(paper.web), abstract: tex(paper.abstract),
      };
      const rows = Object.entries(fields).filter(([, value]) => value)
        .map(([name, value]) => `  ${name} = ${name === "month" ? value : `{${value}}`}`);
      return `@${kind}{${key(paper, taken)},\n${rows.join(",\n")}\n}\n`;
    }).join("\n");
  }

  function key(paper, taken) {
    const plain = (text) => text.toLowerCase().replace(/[ßøłæœđıþð]/g, (letter) => UNFOLDED[letter])
      .normalize("NFKD").replace(/[^a-z0-9]/g, "");
    const first = line(paper.authors[0]);
    const word = paper.title.split(/[\s-]/).map(plain).find((own) => own.length > 3) || "";
    const family = plain(first.includes(",") ? first.split(",")[0] : first.split(" ").pop());
    const own = (family + paper.date.slice(0, 4) + word).slice(0, 60).replace(/^(?=\d|$)/, "paper");
    taken.set(own, (taken.get(own) || 0) + 1);
    return taken.get(own) > 1 ? `${own}-${taken.get(own)}` : own; // no other key has a "-", so none is met twice
  }

  function ris(chosen) {
    return chosen.map((paper) => {
      const [year, month = "", day = ""] = paper.date.split("-");
      const [, first, last] = line(paper.pages).match(/^(\w+)\s*[-–]+\s*(\w+)$/) || [0, paper.pages];
      const rows = [["TY", !paper.venue ? "GEN" : meets(paper) ? "CONF" : "JOUR"],
        ...paper.authors.map((name) => ["AU", name]), ["TI", paper.title], ["AB", paper.abstract],
        ["PY", year], ["DA", year && `${year}/${month}/${day}/`], ["JO", paper.venue], ["VL", paper.volume],
        ["IS", paper.issue], ["SP", first], ["EP", last], ["DO", paper.doi], ["UR", paper.web]];
      const said = rows.filter(([, value]) => line(value)).map(([tag, value]) => `${tag}  - ${line(value)}\r\n`);
      return `${said.join("")}ER  - \r\n`;
    }).join("\r\n");
  }

  function csv(chosen) {
    const own = ["id", "title", "authors", "date", "venue", "volume", "issue", "pages", "doi", "arxiv", "pmid", "url"];
    // A spreadsheet computes what begins like a formula; the apostrophe makes it text.
    const cell = (value) => `"${line(value).replace(/^(?='*[=+\-@＝＋－＠])/, "'").replaceAll('"', '""')}"`;
    const value = (name, paper) => (name === "authors" ? paper.authors.join("; ") : paper[name]);
    const rows = chosen.map((paper) =>
      [...own.map((name) => value(name, paper)), paper.label, paper.dumps, paper.abstract]);
    const lines = [[...own, "topic", "dumps", "abstract"], ...rows].map((row) => `${row.map(cell).join(",")}\r\n`);
    return `\ufeff${lines.join("")}`; // without the mark, Excel takes UTF-8 for the encoding of the machine
  }

  return { bibtex, ris, csv };
})();
