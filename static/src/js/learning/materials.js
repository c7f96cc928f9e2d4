// Files and links of a session are added and taken away without leaving the page: what is typed beside stays.
export function materials() {
  document.addEventListener("submit", send);
}

async function send(event) {
  const form = event.target.closest("[data-materials-form]");
  const section = form?.closest("[data-materials]");
  if (!section) return;
  event.preventDefault();
  const data = new FormData(form, event.submitter);
  for (const button of section.querySelectorAll("button")) button.disabled = true;
  const status = section.querySelector("[data-materials-status]");
  if (status) status.textContent = "Sending…";
  try {
    const answer = await fetch(form.getAttribute("action"), { method: "POST", body: data, credentials: "same-origin" });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.querySelector("[data-materials]");
    if (!fresh) throw new Error(String(answer.status));
    section.replaceWith(fresh);
    (fresh.querySelector("[data-form-errors]") ?? fresh).focus();
  } catch {
    for (const button of section.querySelectorAll("button")) button.disabled = false;
    if (status) status.textContent = "That did not work. Look at your connection and try again.";
  }
}
