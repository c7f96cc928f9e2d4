// Book Now, Propose a session and Report open what their page shows as a dialog, a full sheet on a phone.
// Whatever is in the way (nobody logged in, no seat left, no answer) is told by the page the link leads to.
const LINKS = 'a[href^="/book/"], a[href^="/requests/new/"], a[href^="/report/"]';

export function startBooking() {
  document.addEventListener("click", (event) => {
    const link = event.target.closest(LINKS);
    const plain = event.button === 0 && !(event.metaKey || event.ctrlKey || event.shiftKey || event.altKey);
    if (!link || !plain || event.defaultPrevented) return;
    event.preventDefault();
    open(link);
  });
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
