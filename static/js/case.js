// Log contact opens its form in place and goes to its first field; without scripts the link does the same
// by loading the page anew.
const log = document.querySelector("#log-contact");

document.querySelector("[data-log-contact]")?.addEventListener("click", (event) => {
  if (!log) return;
  event.preventDefault();
  log.open = true;
  const first = log.querySelector("input:not([type=hidden])");
  first.scrollIntoView({ block: "center" });
  first.focus();
});
