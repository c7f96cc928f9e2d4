// The next free times on a mentor's page: it is kept for everybody, so what changes by the minute comes by itself,
// once its place is near. Without a script the place is a link to all times.
export function startTimes() {
  const place = document.querySelector("[data-times]");
  if (!place) return;
  const watcher = new IntersectionObserver(
    (entries) => {
      if (!entries.some((entry) => entry.isIntersecting)) return;
      watcher.disconnect();
      fill(place);
    },
    { rootMargin: "300px" },
  );
  watcher.observe(place);
}

async function fill(place) {
  try {
    const answer = await fetch(place.dataset.times, { headers: { Accept: "text/html" } });
    const text = answer.ok && !answer.redirected ? await answer.text() : "";
    const found = new DOMParser().parseFromString(text, "text/html").querySelector("[data-next-times]");
    if (found) place.replaceChildren(document.importNode(found, true));
  } catch {
    // No network: the link below still leads on.
  }
  place.dataset.filled = "";
}
