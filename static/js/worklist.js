// The worklist's conveniences: what is done with picked rows shown once there are some, select-all per group, filters that act at once,
// and single keys (absent when the person switched them off). Everything works without this file.
const list = document.querySelector(".cw-worklist");
const rows = [...list.querySelectorAll(".cw-row")];

function showPicked() {
  const picked = rows.filter((row) => row.querySelector("input")?.checked);
  rows.forEach((row) => row.classList.toggle("cw-row--picked", picked.includes(row)));
  const words = document.querySelector("[data-picked]");
  if (words) {
    words.textContent = `${picked.length} selected`;
    document.querySelector("[data-bulk]").hidden = !picked.length;
  }
  document.querySelector(".cw-bulk").classList.toggle("cw-bulk--idle", !picked.length);
}

for (const group of list.querySelectorAll("[data-pick-group]")) {
  group.hidden = false;
  group.querySelector("input").addEventListener("change", (event) => {
    for (const box of group.closest("tbody").querySelectorAll("[name=pick]")) box.checked = event.target.checked;
  });
}
list.addEventListener("change", showPicked);
list.closest("form").addEventListener("reset", () => setTimeout(showPicked));
showPicked();

const filters = document.querySelector(".cw-filters__choices");
filters.querySelector("button").hidden = true;
filters.addEventListener("change", () => filters.requestSubmit());

const keys = document.querySelector("#keys");
const showKeys = document.querySelector("[data-show-keys]");
let cursor = -1;

function move(step) {
  if (!rows.length) return;
  rows[cursor]?.classList.remove("cw-row--cursor");
  cursor = Math.min(Math.max(cursor + step, 0), rows.length - 1);
  rows[cursor].classList.add("cw-row--cursor");
  rows[cursor].querySelector("a").focus();
  rows[cursor].scrollIntoView({ block: "nearest" });
}

function pick() {
  const box = rows[cursor]?.querySelector("[name=pick]");
  if (!box) return;
  box.checked = !box.checked;
  showPicked();
}

function search() {
  document.querySelector("#in-view").focus();
}

const ACTIONS = { j: () => move(1), k: () => move(-1), x: pick, "/": search, "?": () => keys.showModal() };

if (showKeys) {
  showKeys.hidden = false;
  showKeys.addEventListener("click", () => keys.showModal());
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest("input:not([type=checkbox]), select, textarea, dialog");
    const action = ACTIONS[event.key.toLowerCase()];
    if (typing || !action || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    action();
  });
  list.addEventListener("focusin", (event) => {
    const row = rows.indexOf(event.target.closest(".cw-row"));
    if (row >= 0) {
      rows[cursor]?.classList.remove("cw-row--cursor");
      cursor = row;
      rows[cursor].classList.add("cw-row--cursor");
    }
  });
}
