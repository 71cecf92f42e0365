// Draw each chart from the spec beside it (the bundle above has brought vegaEmbed), in the colours of the page, with its
// numbers below it, and let all charts and the list of papers follow the topic that is picked in one of them.
(function () {
  "use strict";
  // The colours that specs are written in, and the variable of the page that says what they are in light and dark.
  const COLOURS = {
    "#1f2933": "--ink", "#5f6b76": "--soft", "#e4e7eb": "--line", "#0b6e99": "--accent", "#ffffff": "--paper",
    "white": "--paper", "#8b959f": "--none", "#87929e": "--unsure", "#f3f5f7": "--own", "#d3e3ea": "--left-out",
    "#5f9db7": "--unstable", "#7fb6cf": "--cell", "#4d9bbb": "--full", "#e08214": "--less",
    "#cfe3ec": "--light", "#08506e": "--heavy", "#0072b2": "--c1", "#d55e00": "--c2", "#29926f": "--c3",
    "#a889b7": "--c4", "#745539": "--c5", "#4c91ff": "--c6", "#34360d": "--c7", "#4b2f71": "--c8",
  };
  // A topic may be called "white": names are no colours.
  const NAMES = new Set(["datasets", "data", "usermeta", "domain", "sort", "values", "text", "field", "description"]);
  const LEGIBLE = 9 / 11; // the smallest letters are 11 pixels high and shall not be less than 9
  const ROWS = 500;
  const root = document.documentElement;
  const charts = [];
  const scheme = () => getComputedStyle(root).getPropertyValue("--scheme").trim();
  let topic = null;

  function recoloured(part) {
    const style = getComputedStyle(root);
    const walk = (value, key) => {
      if (NAMES.has(key)) return value;
      if (Array.isArray(value)) return value.map((one) => walk(one));
      if (value && typeof value === "object") return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, walk(v, k)]));
      const name = typeof value === "string" && COLOURS[value.toLowerCase()];
      return name ? style.getPropertyValue(name).trim() || value : value;
    };
    return walk(part);
  }

  function wrapped(lines, most) {
    const out = [""];
    for (const word of [].concat(lines).join(" ").split(" ")) {
      const last = out[out.length - 1];
      if (last && last.length + word.length + 1 > most) out.push(word);
      else out[out.length - 1] = last ? last + " " + word : word;
    }
    return out;
  }

  // On a narrow page small charts stand below each other, and titles have more lines.
  function columns(chart) {
    const { facet, concat, columns } = chart.spec;
    const panel = facet ? 310 : 440;
    return facet || concat ? Math.max(1, Math.min(columns || 1, Math.floor((chart.figure.clientWidth + 26) / panel))) : 0;
  }

  function fitted(chart, spec) {
    const letters = Math.max(40, Math.min(125, Math.floor(chart.figure.clientWidth / 6.6)));
    if (spec.title && spec.title.subtitle) spec.title.subtitle = wrapped(spec.title.subtitle, letters);
    if ((chart.columns = columns(chart))) spec.columns = chart.columns;
    return spec;
  }

  async function draw(chart) {
    const spec = fitted(chart, recoloured(chart.spec));
    const cell = chart.view && chart.stores.includes("cell_store") ? chart.view.data("cell_store").slice() : null;
    if (chart.result) chart.result.finalize();
    const result = await vegaEmbed(chart.box, spec, {
      renderer: "svg",
      tooltip: { theme: scheme() },
      config: { aria: false }, // the chart is one picture, with its description and its table
      actions: { export: true, source: false, compiled: false, editor: false },
    });
    Object.assign(chart, { result, view: result.view, stores: (result.vgSpec.data || []).map((data) => data.name) });
    if (cell) await chart.view.data("cell_store", cell).runAsync();
    describe(chart);
    await show(chart);
    if (chart.stores.includes("topic_store")) {
      chart.view.addDataListener("topic_store", (name, rows) => pick(rows.length ? rows[0].values[0] : null, chart));
    }
    fit(chart);
  }

  function redraw(chart) {
    chart.ready = chart.ready.then(() => draw(chart)).catch((error) => console.error(error));
    return chart.ready;
  }

  function describe(chart) {
    const picture = (chart.picture = chart.box.querySelector("svg.marks").parentNode);
    picture.removeAttribute("aria-roledescription");
    picture.setAttribute("role", "img");
    // Vega calls each layer of marks a picture, without a name; the whole has one.
    picture.querySelectorAll("[role^=graphics]").forEach((part) => {
      part.removeAttribute("role");
      part.removeAttribute("aria-roledescription");
    });
    chart.box.querySelector("details > summary")?.setAttribute("aria-label", "Save this chart as a picture");
    picture.setAttribute("aria-label", chart.spec.description || "A chart");
    // A second click on the picked topic lets it go; in a chart of cells it is a click on another cell.
    if (!chart.stores.includes("topic_store") || chart.stores.includes("cell_store")) return;
    let before = null;
    picture.addEventListener("pointerdown", () => { before = topic; });
    picture.addEventListener("click", () => setTimeout(() => { if (before !== null && before === topic) choose(null); }));
  }

  function fit(chart) {
    if (chart.columns && chart.columns !== columns(chart)) return void redraw(chart);
    const scrolls = chart.figure.clientWidth < LEGIBLE * chart.picture.querySelector("svg").width.baseVal.value;
    chart.figure.classList.toggle("scrolls", scrolls);
    if (scrolls) chart.picture.tabIndex = 0;
    else chart.picture.removeAttribute("tabindex");
  }

  // A topic that a chart does not hold leaves it as it is: all pale would say nothing.
  async function show(chart) {
    if (!chart.stores.includes("topic_store")) return;
    chart.told = topic !== null && chart.labels.has(topic) ? topic : null;
    const rows = chart.told === null ? [] : [{ fields: [{ type: "E", field: "label" }], values: [chart.told] }];
    if (rows.length || chart.view.data("topic_store").length) await chart.view.data("topic_store", rows).runAsync();
  }

  function follow(label) {
    topic = label;
    charts.forEach((chart) => { chart.ready = chart.ready.then(() => show(chart)).catch((error) => console.error(error)); });
  }

  function choose(label) {
    follow(label);
    document.dispatchEvent(new CustomEvent("litreview:topic", { detail: { label, from: "charts" } }));
  }

  // What a chart was told to show comes back from it as well, and is no news.
  function pick(label, chart) {
    if (label === chart.told) return;
    chart.told = label;
    if (label !== topic) choose(label);
  }

  document.addEventListener("litreview:topic", (event) => {
    const { label = null, from } = event.detail || {};
    if (from !== "charts" && label !== topic) follow(label);
  });

  function made(name, text, more) {
    const element = Object.assign(document.createElement(name), more);
    if (text !== undefined) element.textContent = text;
    return element;
  }

  function written(value, title) {
    if (value === null || value === undefined || value === "") return "–";
    if (typeof value !== "number") return String(value);
    const share = title.endsWith("%");
    return (share ? 100 * value : value).toLocaleString("en", { maximumFractionDigits: share ? 1 : 3 });
  }

  function table(chart) {
    const named = chart.spec.usermeta.numbers, fields = Object.keys(named);
    const data = Object.values(chart.spec.datasets || {});
    const found = data.filter((own) => own.length && fields.every((field) => field in own[0])).flat();
    const order = [...new Set(found.map((row) => row[fields[0]]))]; // topic by topic, each as it comes
    const place = new Map(order.map((name, i) => [name, i]));
    const rows = found.sort((one, other) => place.get(one[fields[0]]) - place.get(other[fields[0]]));
    const numeric = fields.map((field) => rows.every((row) => row[field] === null || typeof row[field] === "number"));
    const caption = made("caption", chart.spec.title.text + (rows.length > ROWS ? `: the first ${ROWS} of ${rows.length.toLocaleString("en")} rows` : ""));
    const head = made("tr");
    fields.forEach((field, i) => head.append(made("th", named[field], { scope: "col", className: numeric[i] ? "number" : "" })));
    const body = made("tbody");
    for (const row of rows.slice(0, ROWS)) {
      const line = made("tr");
      fields.forEach((field, i) => {
        const cell = made(i ? "td" : "th", written(row[field], named[field]), { className: numeric[i] ? "number" : "" });
        if (!i) cell.scope = "row";
        line.append(cell);
      });
      body.append(line);
    }
    const whole = made("table", undefined, { className: "table" }), top = made("thead");
    top.append(head);
    whole.append(caption, top, body);
    const frame = made("div", undefined, { className: "html", tabIndex: 0 });
    frame.setAttribute("role", "group");
    frame.setAttribute("aria-label", "The numbers: " + chart.spec.title.text);
    frame.append(whole);
    return frame;
  }

  function numbers(chart) {
    const details = made("details", undefined, { className: "numbers" });
    details.append(made("summary", "The numbers"));
    details.addEventListener("toggle", () => { if (details.open && details.children.length < 2) details.append(table(chart)); });
    return details;
  }

  document.querySelectorAll("figure.chart").forEach((figure) => {
    const script = figure.querySelector("script[type='application/json']"), box = figure.querySelector(".vega");
    if (!script || !box) return;
    const spec = JSON.parse(script.textContent);
    const labels = new Set(Object.values(spec.datasets || {}).flatMap((rows) => rows.map((row) => row.label)));
    const chart = { figure, box, spec, labels, stores: [], ready: Promise.resolve() };
    charts.push(chart);
    if (spec.usermeta && spec.usermeta.numbers) box.after(numbers(chart));
    redraw(chart).then(() => new ResizeObserver(() => chart.picture && fit(chart)).observe(figure));
  });

  // The colours follow the page: when it turns dark or light, and when it is printed, for on paper it is light.
  let drawn = scheme();
  function recolour() {
    if (scheme() === drawn) return;
    drawn = scheme();
    charts.forEach(redraw);
  }
  for (const media of ["(prefers-color-scheme: dark)", "print"]) matchMedia(media).addEventListener("change", recolour);
  addEventListener("beforeprint", () => { root.classList.add("printing"); recolour(); });
  addEventListener("afterprint", () => { root.classList.remove("printing"); recolour(); });
})();
