// Escape puts a definition away that hover or focus shows, until both have left it.
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const tip of document.querySelectorAll(".cw-tip:is(:hover, :focus-within)")) tip.classList.add("cw-tip--away");
});
for (const left of ["pointerout", "focusout"]) {
  document.addEventListener(left, (event) => {
    const tip = event.target.closest(".cw-tip");
    if (tip && !tip.contains(event.relatedTarget)) tip.classList.remove("cw-tip--away");
  });
}
