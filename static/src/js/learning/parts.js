// A piece of a page that another address makes: fetched once; without it a link stands there.
import { startCarousels } from "../site/carousels.js";

export async function parts() {
  const place = document.querySelector("[data-part]");
  if (!place) return;
  const answer = await fetch(place.dataset.part, { credentials: "same-origin" });
  if (!answer.ok || answer.redirected) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  place.replaceChildren(...page.body.childNodes);
  startCarousels(place);
}
