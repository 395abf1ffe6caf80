// Attaching documents: another row, and a name HPMS takes for a file whose own it refuses. The server says
// the same; this saves a round, in which the browser would let go of the files.
const form = document.querySelector("[data-attach]");

function takenName(name) {
  const dot = name.lastIndexOf(".");
  const plain = (text) =>
    text
      .normalize("NFKD")
      .replace(/[^\x00-\x7f]/g, "")
      .replace(/[^A-Za-z0-9 _-]+/g, "_")
      .replace(/ *_[ _]*/g, "_")
      .replace(/^[ _-]+|[ _-]+$/g, "");
  const ending = dot < 0 ? "" : name.slice(dot + 1);
  const stem = plain(dot < 0 ? name : name.slice(0, dot)) || "document";
  return ending ? `${stem}.${ending.toLowerCase() === "jpeg" ? "jpg" : plain(ending)}` : stem;
}

if (form) {
  const pattern = form.querySelector("[data-row]");
  const another = form.querySelector("[data-another]");
  another.hidden = false;
  another.addEventListener("click", () => {
    const used = [...form.querySelectorAll("[data-file]")].map((file) => Number(file.name.split("-")[1]));
    const next = document.createElement("template");
    next.innerHTML = pattern.innerHTML.replaceAll("row-N", `row-${Math.max(-1, ...used) + 1}`);
    pattern.before(next.content);
    pattern.previousElementSibling.querySelector("[data-file]").focus();
  });
  form.addEventListener("change", (event) => {
    if (!event.target.matches("[data-file]") || !event.target.files.length) return;
    const own = event.target.files[0].name;
    const field = event.target.closest("fieldset").querySelector("[name$=filename]");
    const taken = takenName(own);
    field.value = taken === own ? "" : taken;
  });
}
