// Book Now, Propose a session, Report and a mentor's answers to a request open what their page shows as a dialog, a full
// sheet on a phone. Whatever is in the way (nobody logged in, no seat left, no answer) is told by the page the link leads to.
const ANSWERS = ["accept", "offer"].map((verb) => `a[href^="/requests/"][href*="/${verb}/"]`);
const LINKS = ['a[href^="/book/"]', 'a[href^="/requests/new/"]', 'a[href^="/report/"]', ...ANSWERS].join(", ");

export function startBooking() {
  document.addEventListener("click", (event) => {
    const link = event.target.closest(LINKS);
    const plain = event.button === 0 && !(event.metaKey || event.ctrlKey || event.shiftKey || event.altKey);
    if (!link || !plain || event.defaultPrevented) return;
    event.preventDefault();
    if (!filled(link)) open(link);
  });
}

/** A free time beside the form goes into its field; the form around it stays as it is. */
function filled(link) {
  const field = link.dataset.fillTime && document.querySelector("dialog[open] [name=starts_at], main [name=starts_at]");
  if (!field) return false;
  field.value = link.dataset.fillTime;
  field.focus();
  return true;
}

async function open(link) {
  if (link.getAttribute("aria-busy")) return;
  link.setAttribute("aria-busy", "true");
  try {
    const dialog = await fetched(link.href);
    document.getElementById(dialog.id)?.remove();
    document.body.append(dialog);
    dialog.addEventListener("close", () => dialog.remove(), { once: true });
    dialog.showModal();
  } catch {
    location.assign(link.href);
  } finally {
    link.removeAttribute("aria-busy");
  }
}

async function fetched(href) {
  const address = new URL(href);
  address.searchParams.set("dialog", "1");
  const answer = await fetch(address, { headers: { Accept: "text/html" } });
  if (!answer.ok || answer.redirected) throw new Error("no dialog");
  const dialog = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("dialog");
  if (!dialog) throw new Error("no dialog");
  return document.importNode(dialog, true);
}
