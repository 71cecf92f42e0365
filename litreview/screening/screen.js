// The screening widget: one paper at a time. Python holds the state; here it is drawn, and presses are sent back.

const PRESSES = [
  ["include", "Include", "i"],
  ["exclude", "Exclude", "e"],
  ["maybe", "Maybe", "m"],
  ["skip", "Skip", "s"],
  ["undo", "Undo", "u"],
];
const PATIENCE = 8000; // milliseconds until it is said that Python does not answer
const SILENT =
  "Python has not answered yet, so take it that this is not saved. It may be busy; if the kernel was stopped or " +
  "restarted, run this notebook again: it goes on after the last decision that was saved.";
let widgets = 0; // for ids that differ where two widgets are on a page

function make(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  node.append(...children);
  return node;
}

function hinted(text, key) {
  return [text, " ", make("kbd", { "aria-hidden": "true" }, key)];
}

// Text in parts, of which some are marked; nothing is ever read as HTML.
function marked(parts) {
  return parts.map(([text, mark]) => (mark ? make("mark", {}, text) : text));
}

// The key as printed on it; on a keyboard without Latin letters, or with digits on Shift, the key at its place.
function keyOf(event) {
  if (/^[a-z1-9]$/i.test(event.key)) return event.key.toLowerCase();
  if (/^[\x00-\x7f]$/.test(event.key) && !/^Digit/.test(event.code)) return "";
  return (/^(?:Key|Digit|Numpad)([A-Z1-9])$/.exec(event.code)?.[1] ?? "").toLowerCase();
}

function about(paper) {
  const facts = [paper.authors, paper.venue, paper.date].filter(Boolean).join(" · ");
  const line = make("p", { class: "about" }, facts);
  if (paper.doi) {
    const href = "https://doi.org/" + encodeURIComponent(paper.doi).replaceAll("%2F", "/");
    line.append(facts ? " · " : "", make("a", { href, target: "_blank", rel: "noopener noreferrer" }, paper.doi));
  }
  return line;
}

function reading(shown, id) {
  const paper = shown.paper;
  if (!paper) return [make("h3", { id }, "No paper is left"), make("p", { class: "none" }, shown.end)];
  return [
    make("p", { class: "came" }, [shown.came, paper.was].filter(Boolean).join(" · ")),
    make("h3", { id, dir: "auto" }, ...marked(paper.title)),
    about(paper),
    paper.abstract.length
      ? make("p", { class: "abstract", dir: "auto" }, ...marked(paper.abstract))
      : make("p", { class: "none" }, "This paper came without an abstract."),
  ];
}

function render({ model, el }) {
  const id = `litreview-screen-${++widgets}`;
  let waiting = null; // the timer, while an answer is awaited
  let reason = "";
  let drawn = null; // the id of the paper that note and tags are of

  const standing = make("p", { class: "standing" });
  const bar = make("progress", { "aria-label": "Papers screened" });
  const left = make("p");
  const stopping = make("p", { class: "stopping" });
  const rule = make("p");
  const why = make("details", {}, make("summary", {}, "What this rests on"), rule);
  const paper = make("article", { tabindex: "0", "aria-labelledby": `${id}-title` });
  const chips = model.get("reasons").map((text, i) => {
    const key = i < 9 ? String(i + 1) : "";
    const chip = make("button", { type: "button", "aria-pressed": "false" }, ...(key ? hinted(text, key) : [text]));
    if (key) chip.setAttribute("aria-keyshortcuts", key);
    chip.addEventListener("click", () => choose(text));
    return chip;
  });
  const note = make("textarea", { id: `${id}-note`, rows: "1", "aria-keyshortcuts": "n" });
  const tags = make("input", { id: `${id}-tags`, type: "text", autocomplete: "off", placeholder: "separated by commas" });
  const buttons = PRESSES.map(([name, text, key]) => {
    const button = make("button", { type: "button", class: name, "aria-keyshortcuts": key }, ...hinted(text, key));
    button.addEventListener("click", () => press(name));
    return button;
  });
  const done = make("p", { class: "done", role: "status" });
  const failed = make("p", { class: "failed", role: "alert" });
  const root = make("section", { class: "litreview-screen", "aria-label": "Screening", tabindex: "-1" },
    make("header", {}, standing, bar, left, stopping, why),
    paper,
    ...(chips.length ? [make("div", { class: "reasons", role: "group", "aria-labelledby": `${id}-why` },
      make("span", { id: `${id}-why` }, "If you exclude it, why?"), ...chips)] : []),
    make("div", { class: "words" },
      make("label", { for: `${id}-note` }, ...hinted("Note", "n")), note,
      make("label", { for: `${id}-tags` }, "Tags"), tags),
    make("div", { class: "presses", role: "group", "aria-label": "Decide on this paper" }, ...buttons),
    failed,
    done,
    make("p", { class: "hint" }, "Click into this box, and the keys shown on the buttons work."),
  );

  function enabled() {
    const shown = model.get("shown");
    const can = { undo: shown.undo, skip: shown.paper && shown.more };
    PRESSES.forEach(([name], i) => {
      const able = !waiting && (can[name] ?? Boolean(shown.paper));
      // Not `disabled`, which would take the focus out of the widget.
      buttons[i].setAttribute("aria-disabled", String(!able));
    });
    for (const chip of chips) chip.setAttribute("aria-disabled", String(Boolean(waiting) || !shown.paper));
    root.setAttribute("aria-busy", String(Boolean(waiting)));
  }

  function choose(text) {
    if (waiting || !drawn) return;
    reason = reason === text ? "" : text;
    chips.forEach((chip, i) => chip.setAttribute("aria-pressed", String(model.get("reasons")[i] === reason)));
  }

  function press(name) {
    const i = PRESSES.findIndex(([other]) => other === name);
    if (buttons[i].getAttribute("aria-disabled") === "true") return;
    failed.textContent = "";
    waiting = setTimeout(() => { failed.textContent = SILENT; }, PATIENCE);
    enabled();
    try {
      model.send({ press: name, paper_id: drawn ?? "", reason, note: note.value, tags: tags.value });
    } catch (error) {
      failed.textContent = SILENT;
    }
  }

  function draw() {
    const shown = model.get("shown");
    clearTimeout(waiting);
    waiting = null;
    standing.textContent = shown.standing;
    left.textContent = shown.left;
    bar.max = Math.max(1, shown.total);
    bar.value = shown.screened;
    stopping.textContent = shown.stopping;
    stopping.classList.toggle("stop", shown.stop);
    rule.textContent = shown.rule;
    why.hidden = !shown.rule;
    failed.textContent = shown.failed;
    const same = shown.failed && shown.paper?.id === drawn; // what was typed for a paper that could not be saved stays
    if (!same) {
      paper.replaceChildren(...reading(shown, `${id}-title`));
      paper.scrollTop = 0;
      drawn = shown.paper?.id ?? null;
      note.value = shown.paper?.note ?? "";
      tags.value = shown.paper?.tags ?? "";
      reason = "";
      choose("");
      const next = shown.paper ? `Next: ${shown.paper.title.map(([text]) => text).join("")}` : "No paper is left.";
      done.replaceChildren(shown.done, make("span", { class: "heard" }, shown.done ? ` ${next}` : ""));
    }
    enabled();
  }

  function key(event) {
    const typing = event.target === note || event.target === tags;
    if ((event.ctrlKey || event.metaKey || event.altKey) && event.key !== "Enter") return;
    event.stopPropagation(); // JupyterLab has commands on single letters, and Shift+Enter would run the cell again
    if (typing && event.key === "Escape") return paper.focus();
    if (typing || event.repeat || event.ctrlKey || event.metaKey || event.altKey) return;
    const pressed = keyOf(event);
    const found = PRESSES.find(([, , letter]) => letter === pressed);
    if (found) press(found[0]);
    else if (pressed === "n") note.focus();
    else if (/^[1-9]$/.test(pressed)) chips[pressed - 1]?.click();
    else return;
    event.preventDefault(); // or the letter would be typed into the note that has just got the focus
  }

  root.addEventListener("keydown", key);
  model.on("change:shown", draw);
  draw();
  el.append(root);
  return () => {
    clearTimeout(waiting);
    model.off("change:shown", draw);
  };
}

export default { render };
