// Draw each chart from the spec beside it; the bundle above has brought vegaEmbed.
document.querySelectorAll("figure.chart").forEach(function (figure) {
  const spec = figure.querySelector("script[type='application/json']");
  if (!spec) return;
  const options = { renderer: "svg", actions: { export: true, source: false, compiled: false, editor: false } };
  vegaEmbed(figure.querySelector(".vega"), JSON.parse(spec.textContent), options);
});
