// Whatever leads to logging a contact opens the form in place and goes to its first field; without scripts the
// link does the same by loading the page anew.
const log = document.querySelector("#log-contact");

document.addEventListener("click", (event) => {
  if (!log || !event.target.closest('a[href$="?log#id_day"]')) return;
  event.preventDefault();
  log.open = true;
  const first = log.querySelector("input:not([type=hidden])");
  first.scrollIntoView({ block: "center" });
  first.focus();
});
