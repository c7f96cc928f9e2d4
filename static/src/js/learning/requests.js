// Requests and offers change while one looks: when news of one comes, what is shown is read again. Nobody who is
// writing, or stands in the list with the keyboard, loses their place: the news itself is a toast and in the bell.
const KINDS = /^(request|offer)_/;

export function requests() {
  if (!document.querySelector("[data-live-requests]")) return;
  document.addEventListener("peerlearn:notice", ({ detail }) => {
    if (KINDS.test(detail.kind)) renew();
  });
}

async function renew() {
  const shown = document.querySelector("[data-live-requests]");
  if (!shown || shown.contains(document.activeElement) || written(shown)) return;
  const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
  if (!answer.ok || answer.redirected) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = page.querySelector("[data-live-requests]");
  if (fresh) shown.replaceWith(document.importNode(fresh, true));
}

function written(part) {
  return [...part.querySelectorAll("textarea")].some((box) => box.value !== "");
}
