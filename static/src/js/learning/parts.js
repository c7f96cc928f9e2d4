// A piece of a page that another address makes: fetched once; without it a link stands there.
import { startCarousels } from "../site/carousels.js";

export async function parts() {
  const place = document.querySelector("[data-part]");
  if (!place) return;
  const answer = await fetch(place.dataset.part, { credentials: "same-origin" });
  if (!answer.ok || answer.redirected) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  put(place, page.body.childNodes);
}

/** Put nodes in the place of what stands there; what has the focus or was scrolled stays so. */
export function put(place, nodes) {
  const held = place.contains(document.activeElement) ? document.activeElement.getAttribute("href") : null;
  const scrolled = place.querySelector("[data-carousel-track]")?.scrollLeft ?? 0;
  place.replaceChildren(...nodes);
  startCarousels(place);
  const track = place.querySelector("[data-carousel-track]");
  if (track) track.scrollLeft = scrolled;
  if (held) place.querySelector(`[href="${CSS.escape(held)}"]`)?.focus();
  document.dispatchEvent(new CustomEvent("peerlearn:swapped"));
}
