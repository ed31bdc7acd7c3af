// Draws the charts, saves them, filters the evidence, and prepares the page for print.
(function () {
  "use strict";
  // Partners of the light page's colours on a dark page (Okabe and Ito's lighter colours).
  var DARK = {
    "#0072B2": "#56B4E9", "rgba(0,114,178,0.16)": "rgba(86,180,233,0.20)",
    "#D55E00": "#E69F00", "rgba(213,94,0,0.16)": "rgba(230,159,0,0.20)",
    "#00805D": "#2FBF95", "rgba(0,128,93,0.16)": "rgba(47,191,149,0.20)",
    "#B0568A": "#E29AC0", "rgba(176,86,138,0.16)": "rgba(226,154,192,0.20)",
    "#595959": "#B8B8B8", "rgba(89,89,89,0.16)": "rgba(184,184,184,0.20)",
    "#8A6100": "#F0E442", "rgba(138,97,0,0.16)": "rgba(240,228,66,0.20)"
  };
  var PRINT_WIDTH = 660;
  var dark = window.matchMedia("(prefers-color-scheme: dark)");
  var charts = Array.prototype.slice.call(document.querySelectorAll("[data-figure]"));
  var ready = typeof Plotly !== "undefined";

  function figure(element, print) {
    var text = document.getElementById(element.dataset.figure).textContent;
    var night = dark.matches && !print;
    if (night) {
      Object.keys(DARK).forEach(function (light) { text = text.split(light).join(DARK[light]); });
    }
    var made = JSON.parse(text);
    var layout = made.layout;
    var narrow = !print && element.clientWidth < 480;
    layout.font = {
      family: getComputedStyle(document.body).fontFamily,
      size: narrow ? 12 : 13,
      color: night ? "#e8e6e1" : "#1d2126"
    };
    layout.paper_bgcolor = layout.plot_bgcolor = "rgba(0,0,0,0)";
    layout.dragmode = false;
    layout.hoverlabel = { font: { size: 13 } };
    ["xaxis", "yaxis"].forEach(function (name) {
      var axis = layout[name];
      axis.gridcolor = night ? "#363c43" : "#e4e1da";
      axis.zerolinecolor = night ? "#a9b0b8" : "#565d66";
      axis.zerolinewidth = 1;
      axis.ticklabelstandoff = 6;
      if (axis.title) { axis.title.font = { size: narrow ? 12 : 13 }; axis.title.standoff = 10; }
    });
    if (narrow) {
      layout.margin.l = 44; layout.margin.r = 10;
      if (!layout.xaxis.tickvals) { layout.xaxis.nticks = 5; }
    }
    if (print) {
      var pair = element.closest(".pairs") !== null;
      layout.width = pair ? PRINT_WIDTH / 2 - 20 : PRINT_WIDTH;
      layout.height = Math.round(layout.height * (pair ? 0.75 : 0.8));
    } else {
      layout.width = element.clientWidth || undefined;
    }
    layout.autosize = false;
    return made;
  }

  function draw(element, print) {
    var made = figure(element, print);
    Plotly.react(element, made.data, made.layout, { displayModeBar: false, displaylogo: false, responsive: false, scrollZoom: false, doubleClick: false });
    // The chart is one picture with one description; its parts are not to be read or reached one by one.
    Array.prototype.forEach.call(element.querySelectorAll("svg"), function (svg) {
      svg.setAttribute("aria-hidden", "true");
      svg.setAttribute("focusable", "false");
    });
  }

  function drawAll(print) { if (ready) { charts.forEach(function (chart) { draw(chart, print); }); } }

  function drawInTurn(i) {
    if (i >= charts.length) { return; }
    draw(charts[i], false);
    window.setTimeout(function () { drawInTurn(i + 1); }, 0);
  }

  if (ready) {
    drawInTurn(0);
    dark.addEventListener("change", function () { drawAll(false); });
    var waiting = 0;
    var width = window.innerWidth;
    window.addEventListener("resize", function () {
      if (window.innerWidth === width) { return; }
      width = window.innerWidth;
      window.clearTimeout(waiting);
      waiting = window.setTimeout(function () { drawAll(false); }, 120);
    });
    Array.prototype.forEach.call(document.querySelectorAll("[data-save]"), function (button) {
      button.hidden = false;
      button.addEventListener("click", function () {
        var element = document.getElementById(button.dataset.save);
        Plotly.downloadImage(element, { format: "svg", width: 900, height: element.clientHeight, filename: button.dataset.save });
      });
    });
  }

  // Print: charts in light colours at the width of the sheet, small tables opened.
  var opened = [];
  window.addEventListener("beforeprint", function () {
    drawAll(true);
    opened = Array.prototype.filter.call(document.querySelectorAll("details.small"), function (d) { return !d.open; });
    opened.forEach(function (d) { d.open = true; });
  });
  window.addEventListener("afterprint", function () {
    opened.forEach(function (d) { d.open = false; });
    drawAll(false);
  });

  Array.prototype.forEach.call(document.querySelectorAll("[data-filter]"), function (form) {
    var table = document.getElementById(form.dataset.filter);
    if (!table) { return; }
    form.hidden = false;
    var rows = Array.prototype.slice.call(table.tBodies[0].rows);
    var texts = rows.map(function (row) { return row.textContent.toLowerCase(); });
    var output = form.querySelector("output");
    function filter() {
      var words = form.elements.words.value.toLowerCase().split(/\s+/).filter(Boolean);
      var status = form.elements.status.value;
      var shown = 0;
      rows.forEach(function (row, i) {
        var mark = row.querySelector(".status");
        var keep = words.every(function (word) { return texts[i].indexOf(word) >= 0; }) &&
          (!status || (mark && mark.dataset.status === status));
        row.hidden = !keep;
        if (keep) { shown += 1; }
      });
      output.textContent = shown + " of " + rows.length + " shown";
    }
    var pause = 0;
    form.addEventListener("input", function () { window.clearTimeout(pause); pause = window.setTimeout(filter, 250); });
    form.addEventListener("submit", function (event) { event.preventDefault(); filter(); });
  });
})();
