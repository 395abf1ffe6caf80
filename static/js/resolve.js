// Keeps the notification within what goes with the answer on satisfaction: None and Unknown only with
// Unknown or unable to reach. The server says the same; this saves a round.
const form = document.querySelector("#resolve");
const ONLY_WITH_UNKNOWN = ["0", "4"];

function limitNotification() {
  const satisfied = form.querySelector("[name=complainant_satisfied]:checked")?.value;
  for (const radio of form.querySelectorAll("[name=resolution_notification]")) {
    const illegal = ["Y", "N"].includes(satisfied) && ONLY_WITH_UNKNOWN.includes(radio.value);
    radio.disabled = illegal && !radio.checked;
    radio.closest("label").classList.toggle("cw-check--off", radio.disabled);
  }
}

form.addEventListener("change", limitNotification);
limitNotification();
document.querySelector(".cw-stop")?.focus();
