// Asks before a page is left with something typed and not saved. A form counts when it has room for text;
// data-typed marks what came back from the server unsaved. Nothing is kept in the browser: it may be PHI.
const submitted = new WeakSet();

function changed(field) {
  if (field.type === "hidden") return false;
  if (field.type === "checkbox" || field.type === "radio") return field.checked !== field.defaultChecked;
  if (field.tagName === "SELECT") {
    const chosen = [...field.options].findIndex((option) => option.defaultSelected);
    return field.selectedIndex !== Math.max(chosen, 0);
  }
  return "defaultValue" in field && field.tagName !== "OUTPUT" && field.value !== field.defaultValue;
}

function unsaved(form) {
  if (submitted.has(form) || !form.querySelector("textarea")) return false;
  return form.matches("[data-typed]") || form.querySelector("[data-typed]") || [...form.elements].some(changed);
}

document.addEventListener("submit", (event) => {
  if (!event.defaultPrevented) submitted.add(event.target);
});
window.addEventListener("pageshow", () => {
  for (const form of document.forms) submitted.delete(form);
});
window.addEventListener("beforeunload", (event) => {
  if ([...document.querySelectorAll("main form[method=post]")].some(unsaved)) event.preventDefault();
});
