// A file chosen says when it was last changed: mostly when it was downloaded from HPMS.
"use strict";

for (const moment of document.querySelectorAll("[data-changed]")) {
  const chosen = document.getElementById(moment.dataset.changed);
  chosen.addEventListener("change", () => {
    const file = chosen.files[0];
    if (!file || moment.value) return;
    const local = new Date(file.lastModified - new Date().getTimezoneOffset() * 60000);
    moment.value = local.toISOString().slice(0, 16);
  });
}
