// The hand-off card's copy buttons; without scripts, or without a clipboard, the text is selected by hand.
const told = document.querySelector("[data-copied]");

for (const button of document.querySelectorAll("[data-copy]")) {
  if (!navigator.clipboard) break;
  button.hidden = false;
  button.addEventListener("click", async () => {
    const line = document.getElementById(button.dataset.copy);
    try {
      await navigator.clipboard.writeText(line.textContent);
      told.textContent = "Copied.";
      button.classList.add("cw-copied");
    } catch {
      getSelection().selectAllChildren(line);
      told.textContent = "Selected: press Ctrl+C, or Command+C, to copy.";
    }
  });
}

// A chosen reason brings its fields by itself.
document.querySelector("[data-without-scripts]")?.setAttribute("hidden", "");
document.querySelector(".cw-stop[role=alert]")?.focus();
