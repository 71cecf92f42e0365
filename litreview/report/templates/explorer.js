// The paper explorer: search, choose, read and export the papers of the report, from the data in the page alone.
// Whatever comes from the data becomes text or a property of a node, never markup.
(async function () {
  "use strict";
  const STEP = 100; // rows drawn at a time: all of them would freeze the page
  const FEW = 8; // authors shown before "and 12 more"
  const MONTHS = "January February March April May June July August September October November December".split(" ");

  // ---- Text: folding case and accents, searching, marking

  const UNFOLDED = { ß: "ss", ø: "o", ł: "l", æ: "ae", œ: "oe", đ: "d", ı: "i", þ: "th", ð: "d" };
  const LETTER = /[\p{L}\p{N}]/u;
  const WORDS = /[\p{L}\p{N}][\p{L}\p{N}\p{M}\p{Cf}]*/gu;
  const UNSPACED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Khmer}]/u;

  function fold(text) {
    const small = text.toLowerCase();
    if (/^[\x00-\x7f]*$/.test(small)) return small;
    const bare = small.normalize("NFKD").replace(/[\p{M}\p{Cf}]/gu, "");
    return bare.replace(/[ßøłæœđıþð]/g, (letter) => UNFOLDED[letter]); // which Unicode does not take apart
  }

  function parse(typed) {
    // Words in quotes stand together, as they are; any other word may go on ("bike" finds "bikes").
    const asked = { words: [], phrases: [] };
    fold(typed).split(/["“”„«»]/).forEach((part, i) => {
      const words = part.match(WORDS) || [];
      if (i % 2 === 0) asked.words.push(...words);
      else if (words.length) asked.phrases.push({ words, form: together(words) });
    });
    return { ...asked, size: asked.words.length + asked.phrases.length };
  }

  function together(words) {
    return new RegExp(`(?<![\\p{L}\\p{N}])${words.join("[^\\p{L}\\p{N}]+")}(?![\\p{L}\\p{N}])`, "u");
  }

  function hasWord(text, word) {
    let at = text.indexOf(word);
    if (at > 0 && UNSPACED.test(word)) return true; // no blanks part such words, so one begins anywhere
    while (at > 0 && LETTER.test(text[at - 1])) at = text.indexOf(word, at + 1);
    return at >= 0;
  }

  // The plain search comes first: it is many times faster than the form, and rules nearly all papers out.
  const hasPhrase = (text, { words, form }) => words.every((word) => text.includes(word)) && form.test(text);

  function marked(text) {
    const found = query.size ? [...text.matchAll(WORDS)] : [];
    const folded = found.map((word) => fold(word[0]));
    const nodes = [];
    let done = 0;
    folded.forEach((own, i) => {
      const ends = query.phrases.filter(({ words }) => words.every((word, k) => folded[i + k] === word))
        .map(({ words }) => i + words.length - 1);
      if (query.words.some((word) => hasWord(own, word))) ends.push(i);
      if (!ends.length || found[i].index < done) return;
      const last = found[Math.max(...ends)];
      nodes.push(text.slice(done, found[i].index));
      done = last.index + last[0].length;
      nodes.push(make("mark", {}, text.slice(found[i].index, done)));
    });
    return [...nodes, text.slice(done)];
  }

  const blank = (text) => !text.replace(/[\s\p{Cf}\p{Cc}]/gu, "");
  const number = (n) => n.toLocaleString("en");
  const plural = (n) => `${number(n)} ${n === 1 ? "paper" : "papers"}`;

  // ---- Nodes and links

  function make(tag, set, ...children) {
    const node = document.createElement(tag);
    for (const [name, value] of Object.entries(set)) {
      if (name in node) node[name] = value;
      else node.setAttribute(name, value);
    }
    node.append(...children.flat(Infinity).filter(Boolean));
    return node;
  }

  const button = (text, onclick, set = {}) => make("button", { type: "button", onclick, ...set }, text);

  function address(text) {
    // Only a page of the web becomes a link: "javascript:" and its like stay text.
    try {
      const url = new URL(text);
      return /^https?:$/.test(url.protocol) && url.hostname ? url.href : null;
    } catch {
      return null;
    }
  }

  function links(i) {
    const known = [["doi", "doi:", "https://doi.org/"], ["arxiv", "arXiv:", "https://arxiv.org/abs/"],
      ["pmid", "PubMed ", "https://pubmed.ncbi.nlm.nih.gov/"]].filter(([name]) => papers[name][i]);
    const found = known.map(([name, said, base]) =>
      [address(base + papers[name][i].replace(/[%?#\\]/g, encodeURIComponent)), said + papers[name][i]]);
    const own = address(papers.url[i]);
    if (own) found.push([own, new URL(own).hostname.replace(/^www\./, "")]);
    return [...new Map(found.reverse())].reverse(); // an address that comes twice is shown once, under its better name
  }

  function dated(date) {
    const [year, month, day] = date.split("-");
    return [day && Number(day), month && MONTHS[month - 1], year].filter(Boolean).join(" ");
  }

  // ---- Exports

  const web = (i) => address(papers.url[i]) || links(i).find(([, said]) => !said.startsWith("doi:"))?.[0];

  function paper(i) {
    const fields = Object.entries(papers).map(([name, values]) => [name, values[i]]);
    const topic = data.topics.find((own) => own.topic === papers.topic[i]);
    return { ...Object.fromEntries(fields), topic_label: topic?.label ?? "" };
  }

  function download(name, kind, text) {
    const href = URL.createObjectURL(new Blob([text], { type: `${kind};charset=utf-8` }));
    make("a", { href, download: name }).click();
    setTimeout(() => URL.revokeObjectURL(href), 60_000); // the browser may still be reading it
  }

  async function copy(text, said) {
    by.text.value = text;
    try {
      await navigator.clipboard.writeText(text);
      by.note.textContent = said;
    } catch {
      // A page opened from a file may not be let to the clipboard; the reader's own keys always are.
      by.copying.hidden = false;
      by.text.focus();
      by.text.select();
    }
  }

  // ---- Finding: index, order, filter

  function fill(until) {
    for (let i = index.title.length; i < until; i++) {
      index.title.push(fold(papers.title[i]));
      index.all.push(fold(`${papers.title[i]}\n${papers.authors[i].join("\n")}\n${papers.abstract[i] ?? ""}`));
    }
  }

  function fillSlowly() {
    // In slices, so that the page answers meanwhile; who searches before the end waits for the remainder.
    fill(Math.min(index.title.length + 4000, count));
    if (index.title.length < count) setTimeout(fillSlowly, 5);
  }

  function order(name) {
    if (orders[name]) return orders[name];
    const values = { newest: papers.date, oldest: papers.date.map((date) => date || "9999"), title: index.title,
      dumps: papers.dumps }[name]; // what has no date comes last both ways
    const up = name === "oldest" || name === "title" ? 1 : -1;
    const start = name === "newest" ? papers.id.map((_, i) => i) : [...order("newest")];
    return (orders[name] = start.sort((a, b) => (values[a] < values[b] ? -up : values[a] > values[b] ? up : 0)));
  }

  function find() {
    if (query.size || sorted() === "title") fill(count);
    const ranks = Array.from({ length: query.size + 1 }, () => []); // by how much of the query is in the title
    for (const i of order(sorted() === "relevance" ? "newest" : sorted())) {
      if (topic !== null && papers.topic[i] !== topic) continue;
      const rank = query.size ? score(i) : 0;
      if (rank >= 0) ranks[sorted() === "relevance" ? query.size - rank : 0].push(i);
    }
    const all = ranks.flat();
    return pinned === null ? all : [pinned, ...all.filter((i) => i !== pinned)];
  }

  function score(i) {
    for (const word of query.words) if (!hasWord(index.all[i], word)) return -1;
    for (const phrase of query.phrases) if (!hasPhrase(index.all[i], phrase)) return -1;
    const inTitle = (parts, has) => parts.filter((part) => has(index.title[i], part)).length;
    return inTitle(query.words, hasWord) + inTitle(query.phrases, hasPhrase);
  }

  // ---- One paper

  function row(i) {
    const id = `paper-${papers.id[i]}`;
    const title = blank(papers.title[i]) ? "(no title)" : papers.title[i];
    const select = (event) => (selected[event.target.checked ? "add" : "delete"](i), tell());
    const names = papers.authors[i].slice(0, 3).map((name) => make("bdi", {}, name.split(",")[0]));
    const written = names.map((name, k) => [k ? ", " : "", name]);
    const said = [names.length && [written, papers.authors[i].length > 3 && " et al."],
      papers.venue[i] && make("bdi", {}, papers.venue[i]), dated(papers.date[i]), topicLink(papers.topic[i]),
      papers.dumps[i] > 1 && `in ${papers.dumps[i]} dumps`].filter(Boolean);
    const li = make("li", { id, className: "paper" },
      make("input", { type: "checkbox", checked: selected.has(i), onchange: select, "aria-label": `Select: ${title}` }),
      make("div", {},
        make("h3", {}, button(make("bdi", {}, marked(title)), () => toggle(i, li),
          { "aria-expanded": "false", "aria-controls": `${id}-more` })),
        make("p", { className: "meta" }, said.map((part) => make("span", {}, part))),
        make("div", { id: `${id}-more`, className: "opened", hidden: true })));
    if (open.has(i)) toggle(i, li, true);
    return li;
  }

  function topicLink(own) {
    const onclick = (event) => (event.preventDefault(), choose(own), by.topic.focus());
    return labels.has(own) && make("a", { href: `#topic-${own}`, onclick, dir: "auto" }, labels.get(own));
  }

  function toggle(i, li, again = false) {
    const [title, more] = [li.querySelector("h3 button"), li.querySelector(".opened")];
    more.hidden = !again && !more.hidden;
    title.setAttribute("aria-expanded", String(!more.hidden));
    open[more.hidden ? "delete" : "add"](i);
    if (!more.hidden && !more.firstChild) more.append(...about(i));
    if (!again) remember(more.hidden ? "" : li.id);
  }

  function about(i) {
    const abstract = papers.abstract[i];
    const small = "The abstract was left out of this file to keep it small.";
    const gone = abstract === null ? small : "There is no abstract.";
    const part = [papers.volume[i], papers.issue[i] && `(${papers.issue[i]})`].filter(Boolean).join(" ");
    const where = [papers.venue[i], part, papers.pages[i] && `pages ${papers.pages[i]}`].filter(Boolean).join(", ");
    const away = links(i).map(([href, text]) =>
      make("a", { href, target: "_blank", rel: "noopener noreferrer", dir: "auto" }, text));
    const own = `#paper-${papers.id[i]}`;
    const facts = [["Authors", papers.authors[i].length && authors(papers.authors[i])], ["Published", where],
      ["Date", dated(papers.date[i])], ["Links", [...away, make("a", { href: own }, "this paper in this file"),
        button("Copy link", () => copy(location.href.split("#")[0] + own, "Link copied."))]]];
    return [make("p", { className: abstract ? "" : "none", dir: "auto" }, abstract ? marked(abstract) : gone),
      make("dl", {}, facts.filter(([, value]) => value).map(([name, value]) =>
        make("div", {}, make("dt", {}, name), make("dd", { dir: "auto" }, value))))];
  }

  function authors(names) {
    const listed = (some) => some.flatMap((name, k) => [k ? "; " : "", make("bdi", {}, name)]);
    if (names.length <= FEW) return listed(names);
    const rest = make("span", { hidden: true });
    const more = button(`and ${number(names.length - FEW)} more`, () => {
      rest.hidden = !rest.hidden;
      if (!rest.firstChild) rest.append("; ", ...listed(names.slice(FEW)));
      more.setAttribute("aria-expanded", String(!rest.hidden));
    }, { "aria-expanded": "false" });
    return [...listed(names.slice(0, FEW)), rest, " ", more];
  }

  // ---- The list and its controls

  const sorted = () => by.sort.value;

  function refresh() {
    const start = performance.now();
    shown = find();
    by.list.replaceChildren();
    more();
    tell();
    performance.measure("explorer: answer", { start });
  }

  function more() {
    const drawn = by.list.children.length;
    by.list.append(...shown.slice(drawn, drawn + STEP).map(row));
    const now = by.list.children.length;
    by.drawn.textContent = now < shown.length ? `These are the first ${number(now)}. ` : "";
    by.more.hidden = now >= shown.length;
    by.none.hidden = shown.length > 0;
    return by.list.children[drawn];
  }

  function tell() {
    const own = topic !== null && data.topics.find((entry) => entry.topic === topic);
    const n = number(selected.size || shown.length);
    by.status.textContent = `${number(shown.length)} of ${plural(count)}` +
      (selected.size ? `, ${number(selected.size)} selected` : "");
    by.about.textContent = own ? [own.verdict, (own.keywords || []).join(", ")].filter(Boolean).join(" · ") : "";
    by.all.textContent = `Select all ${number(shown.length)}`;
    by.clear.disabled = !selected.size;
    by.of.textContent = selected.size ? "Of the selected:" : "Of all shown:";
    for (const { verb, format, node } of by.exports) {
      node.textContent = `${format === "BibTeX" ? `${verb} ` : ""}${format} (${n})`; // short: all fit on a line
      node.setAttribute("aria-label", `${verb} ${format} (${n})`);
      node.disabled = !(selected.size || shown.length);
    }
    [by.note.textContent, by.copying.hidden] = ["", true];
  }

  function selectAll(is) {
    selected = new Set(is ? [...selected, ...shown] : []);
    for (const box of by.list.querySelectorAll("input")) box.checked = is;
    tell();
    if (!is) by.all.focus(); // the button that was pressed cannot be pressed any more
  }

  const chosen = () => (selected.size ? order("newest").filter((i) => selected.has(i)) : shown);

  function search(typed) {
    query = parse(typed);
    by.relevance.disabled = !query.size;
    if (!sortChosen) by.sort.value = query.size ? "relevance" : "newest";
    else if (!query.size && sorted() === "relevance") by.sort.value = "newest";
    pinned = null;
    refresh();
  }

  function sort() {
    sortChosen = true; // from now on a search leaves it as it is
    pinned = null;
    refresh();
  }

  function choose(own, from = "explorer") {
    topic = own;
    pinned = null;
    by.topic.value = own ?? "";
    refresh();
    remember(own === null ? "" : `topic-${own}`);
    const detail = { label: labels.get(own) ?? null, from };
    if (from === "explorer") document.dispatchEvent(new CustomEvent("litreview:topic", { detail }));
  }

  function remember(hash) {
    const place = hash || (topic === null ? "" : `topic-${topic}`);
    try {
      history.replaceState(null, "", place ? `#${place}` : location.href.split("#")[0]);
    } catch {
      // In the frame of another program the page may have no address of its own; all else works.
    }
  }

  function follow() {
    const [, kind, id] = location.hash.match(/^#(topic|paper)-(.+)$/) || [];
    if (kind === "topic" && labels.has(Number(id))) {
      choose(Number(id));
      (root.closest("section") || root).scrollIntoView();
    } else if (kind === "paper") {
      const i = papers.id.indexOf(id);
      if (i < 0) {
        by.note.textContent = "The paper of this link is not in this file.";
        return;
      }
      if (!shown.includes(i)) {
        by.search.value = "";
        search("");
        choose(null);
      }
      if (shown.indexOf(i) >= by.list.children.length) {
        pinned = i; // too far down to draw all before it
        refresh();
      }
      const li = by.list.children[shown.indexOf(i)];
      toggle(i, li, true);
      remember(li.id);
      li.scrollIntoView();
      li.querySelector("h3 button").focus({ preventScroll: true });
    }
  }

  function build() {
    const labelled = (said, node) => make("p", {}, make("label", { htmlFor: node.id }, said), node);
    const option = (value, text, set = {}) => make("option", { value, ...set }, text);
    const sizes = new Map();
    for (const own of papers.topic) sizes.set(own, (sizes.get(own) || 0) + 1);
    const topics = [...labels].filter(([own]) => sizes.has(own))
      .map(([own, label]) => option(own, `${label} (${number(sizes.get(own))})`));
    let waiting;
    const typed = () => {
      clearTimeout(waiting); // an answer to each letter would come too late for the next one
      waiting = setTimeout(() => search(by.search.value), 150);
    };
    const picked = () => choose(by.topic.value === "" ? null : Number(by.topic.value));
    by.search = make("input", { id: "explorer-search", type: "search", autocomplete: "off", spellcheck: false,
      placeholder: 'words, or "words together"', oninput: typed });
    by.topic = make("select", { id: "explorer-topic", onchange: picked },
      option("", `All topics (${number(count)})`), topics);
    by.relevance = option("relevance", "Best match", { disabled: true });
    by.sort = make("select", { id: "explorer-sort", onchange: sort }, option("newest", "Newest first"),
      option("oldest", "Oldest first"), option("title", "Title"), option("dumps", "In most dumps"), by.relevance);
    by.status = make("p", { className: "count", role: "status", "aria-live": "polite" });
    by.note = make("p", { className: "note", role: "status" });
    by.about = make("p", { className: "meta", dir: "auto" });
    by.all = button("", () => selectAll(true));
    by.clear = button("Clear selection", () => selectAll(false));
    by.of = make("span", {});
    const copied = () => copy(bibliography.bibtex(chosen().map(paper)), `BibTeX of ${plural(chosen().length)} copied.`);
    const save = (name, kind, write) => () => download(name, kind, write(chosen().map(paper)));
    by.exports = [["Copy", "BibTeX", copied],
      ["Download", "BibTeX", save("papers.bib", "application/x-bibtex", bibliography.bibtex)],
      ["Download", "RIS", save("papers.ris", "application/x-research-info-systems", bibliography.ris)],
      ["Download", "CSV", save("papers.csv", "text/csv", bibliography.csv)]]
      .map(([verb, format, onclick]) => ({ verb, format, node: button("", onclick) }));
    by.text = make("textarea", { id: "explorer-copy", readOnly: true, rows: 6 });
    by.copying = make("div", { hidden: true },
      labelled("The browser does not let this page copy. Press Ctrl+C (on a Mac ⌘C) to copy this:", by.text));
    by.list = make("ol", { role: "list" });
    by.none = make("p", { hidden: true }, "No paper has all of this. Try fewer words, or all topics.");
    by.drawn = make("span", {});
    by.more = button(`Show ${STEP} more`, () => more().querySelector("h3 button").focus());
    root.replaceChildren(
      make("div", { className: "asked", role: "search" }, labelled("Search titles, abstracts and authors", by.search),
        labelled("Topic", by.topic), labelled("Sort", by.sort)),
      by.status, by.about, data.left_out ? make("p", { className: "meta" }, data.left_out) : "",
      make("div", { className: "tools", role: "group", "aria-label": "Select and export" }, by.all, by.clear, by.of,
        by.exports.map(({ node }) => node)),
      by.note, by.copying, by.list, by.none, make("p", { className: "more" }, by.drawn, by.more));
  }

  async function unpacked() {
    const node = document.getElementById("papers-data");
    if (node.dataset.encoding !== "gzip") return JSON.parse(node.textContent);
    const letters = node.textContent.trim();
    const bytes = Uint8Array.fromBase64?.(letters) ?? Uint8Array.from(atob(letters), (letter) => letter.charCodeAt(0));
    return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"))).json();
  }

  const root = document.getElementById("explorer");
  const data = await unpacked().catch(() => null);
  if (!data) {
    root.append("The list of papers could not be unpacked. A current browser can do it, unless the file is damaged.");
    return;
  }
  const papers = data.papers;
  const count = papers.id.length;
  const labels = new Map(data.topics.map((own) => [own.topic, own.label]));
  const [by, orders, index, open] = [{}, {}, { title: [], all: [] }, new Set()];
  let [query, topic, sortChosen, pinned, shown, selected] = [parse(""), null, false, null, [], new Set()];
  if (!labels.has(-1)) labels.set(-1, "No topic");
  build();
  refresh();
  follow();
  addEventListener("hashchange", follow);
  document.addEventListener("litreview:topic", ({ detail }) => {
    if (detail.from === "explorer") return;
    const known = [...labels].find(([, label]) => label === detail.label);
    if (known || detail.label === null) choose(known ? known[0] : null, detail.from);
  });
  performance.measure("explorer: ready", { start: 0 });
  setTimeout(fillSlowly, 50);
})();
