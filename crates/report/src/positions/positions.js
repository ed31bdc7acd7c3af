// Choice of the model whose rounds are shown; without a script all are.
(function () {
  "use strict";
  function all(selector, root) {
    return Array.prototype.slice.call((root || document).querySelectorAll(selector));
  }
  all("form[data-rounds]").forEach(function (form) {
    var issue = form.dataset.rounds;
    var pictures = all("[data-model^='" + issue + "-']");
    function apply() {
      pictures.forEach(function (picture) {
        picture.hidden = picture.dataset.model !== issue + "-" + form.elements.model.value;
      });
    }
    form.hidden = false;
    // A page that is loaded again may keep what was chosen before; it begins anew.
    form.reset();
    form.addEventListener("change", apply);
    form.addEventListener("submit", function (event) { event.preventDefault(); });
    apply();
  });
  // Pointing at a party shows the same party in the whole picture.
  all(".diagram").forEach(function (diagram) {
    var marks = all("[data-party]", diagram);
    function show(party) {
      marks.forEach(function (mark) {
        var here = party === null || mark.dataset.party === party || mark.dataset.other === party;
        mark.classList.toggle("aside", !here);
      });
    }
    marks.forEach(function (mark) {
      mark.addEventListener("mouseenter", function () { show(mark.dataset.other ? null : mark.dataset.party); });
      mark.addEventListener("mouseleave", function () { show(null); });
    });
  });
})();
