// Filters by party, concept, kind of move and state; the forms say the same and follow each other.
(function () {
  "use strict";
  function all(selector, root) {
    return Array.prototype.slice.call((root || document).querySelectorAll(selector));
  }
  var forms = all("form[data-choices]");
  var marked = all("[data-by], [data-under]");
  var spans = all("[data-span]");
  var nodes = all(".state[data-equilibria]");
  var moves = all(".move");
  var table = document.getElementById("states-table");
  var rows = table ? all("tbody tr", table) : [];
  var graph = document.getElementById("state-graph");
  var choice = { off: {}, concept: "", other: true, state: "", only: false };

  function read(form) {
    all("input[name=party]", form).forEach(function (box) { choice.off[box.value] = !box.checked; });
    all("input[name=concept]", form).forEach(function (dot) { if (dot.checked) { choice.concept = dot.value; } });
    if (form.elements.other) { choice.other = form.elements.other.checked; }
    if (form.elements.state) { choice.state = form.elements.state.value; }
    if (form.elements.equilibria) { choice.only = form.elements.equilibria.checked; }
  }

  function write(form) {
    all("input[name=party]", form).forEach(function (box) { box.checked = !choice.off[box.value]; });
    all("input[name=concept]", form).forEach(function (dot) { dot.checked = dot.value === choice.concept; });
    if (form.elements.other) { form.elements.other.checked = choice.other; }
    if (form.elements.state) { form.elements.state.value = choice.state; }
  }

  function rests(element) {
    var under = element.dataset.equilibria;
    if (choice.concept === "") { return under !== ""; }
    return under.split(" ").indexOf(choice.concept) >= 0;
  }

  function apply() {
    marked.forEach(function (element) {
      var by = element.dataset.by, under = element.dataset.under;
      var gone = (by !== undefined && choice.off[by]) ||
        (under !== undefined && choice.concept !== "" && under !== choice.concept);
      element.toggleAttribute("hidden", Boolean(gone));
    });
    var drawn = 0, near = {};
    near[choice.state] = true;
    moves.forEach(function (move) {
      var gone = choice.off[move.dataset.by] ||
        (!choice.other && move.classList.contains("other")) ||
        (choice.state !== "" && choice.state !== move.dataset.from && choice.state !== move.dataset.to);
      move.toggleAttribute("hidden", Boolean(gone));
      if (!gone) { drawn += 1; near[move.dataset.from] = near[move.dataset.to] = true; }
    });
    if (graph) { graph.classList.toggle("chosen", choice.state !== ""); }
    var resting = 0;
    nodes.forEach(function (node) {
      var mark = rests(node);
      node.classList.toggle("equilibrium", mark);
      node.classList.toggle("picked", choice.state === node.dataset.state);
      node.classList.toggle("aside", choice.state !== "" && !near[node.dataset.state]);
      if (mark) { resting += 1; }
      var below = node.querySelector(".under");
      if (below) { below.toggleAttribute("hidden", choice.concept !== ""); }
    });
    spans.forEach(function (head) {
      head.colSpan = 1 + all("thead tr:nth-child(2) th[data-by][data-under='" + head.dataset.under + "']", table)
        .filter(function (cell) { return !choice.off[cell.dataset.by]; }).length;
    });
    var shown = 0;
    rows.forEach(function (row) {
      var mark = rests(row);
      row.classList.toggle("equilibrium", mark);
      row.toggleAttribute("hidden", choice.only && !mark);
      if (!choice.only || mark) { shown += 1; }
    });
    rows.slice().sort(function (a, b) {
      return (choice.concept === "" ? 0 : rests(b) - rests(a)) || a.dataset.place - b.dataset.place;
    }).forEach(function (row) { row.parentNode.appendChild(row); });
    forms.forEach(function (form) {
      write(form);
      form.querySelector("output").textContent = form.dataset.choices === "graph"
        ? drawn.toLocaleString("en") + " of " + moves.length.toLocaleString("en") + " moves drawn, " + resting + (resting === 1 ? " equilibrium marked" : " equilibria marked")
        : shown + " of " + rows.length + " states listed";
    });
  }

  forms.forEach(function (form) {
    form.hidden = false;
    // A page that is loaded again may keep what was chosen before; it begins anew.
    form.reset();
    form.addEventListener("change", function () { read(form); apply(); });
    form.addEventListener("submit", function (event) { event.preventDefault(); });
  });
  // A state can be chosen in the picture too; by keyboard the list does the same.
  nodes.forEach(function (node) {
    node.classList.add("pickable");
    node.addEventListener("click", function () {
      choice.state = choice.state === node.dataset.state ? "" : node.dataset.state;
      apply();
    });
  });
  // Where all moves together cannot be read, the page begins with fewer.
  if (graph && graph.classList.contains("dense")) { choice.other = false; }
  if (graph && graph.dataset.first) { choice.state = graph.dataset.first; choice.other = true; }
  if (forms.length) { apply(); }
})();
