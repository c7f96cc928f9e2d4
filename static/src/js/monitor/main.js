// The list of payments in the admin reads itself again while somebody looks at it.

const EVERY_MS = 10_000;
const box = document.querySelector("[data-monitor]");

async function again() {
  const list = document.getElementById("listing-results");
  // Not under somebody's hands: a focus or an open menu in the list stays.
  if (document.hidden || !box.querySelector("input").checked || list.contains(document.activeElement)) return;
  try {
    const answer = await fetch(box.dataset.monitor + location.search, { headers: { Accept: "text/html" } });
    if (!answer.ok) throw new Error(String(answer.status));
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    list.replaceChildren(...page.body.childNodes);
    say(`Read at ${new Date().toLocaleTimeString()}`);
  } catch {
    say("The list could not be read again; it is tried on.");
  }
}

function say(words) {
  box.querySelector("[data-monitor-says]").textContent = words;
}

if (box) setInterval(again, EVERY_MS);
