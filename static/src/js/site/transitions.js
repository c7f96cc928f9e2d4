// From a card to its page, and back, the picture goes along (motion.css names it on the page). Where the
// browser knows no transitions between pages, nothing happens.
const NAME = "picture";
const ADMIN = "/admin/"; // takes no part

export function startTransitions() {
  if (!("onpageswap" in window)) return;
  addEventListener("pageswap", (event) => follow(event.viewTransition, event.activation?.entry?.url));
  addEventListener("pagereveal", (event) => follow(event.viewTransition, window.navigation?.activation?.from?.url));
}

function follow(transition, url) {
  if (!transition) return;
  // However it ends, also early, is no error.
  for (const step of ["updateCallbackDone", "ready"]) transition[step]?.catch(() => {});
  const over = transition.finished.catch(() => {});
  if (!url || new URL(url).pathname.startsWith(ADMIN)) transition.skipTransition();
  else name(url, over);
}

/** Give the picture of the card that leads to `url` the name, until the transition is over. */
function name(url, over) {
  const path = new URL(url).pathname;
  const links = [...document.querySelectorAll(".card-link")];
  const link = links.find((one) => one.pathname === path && inView(one));
  const picture = link?.closest(".card")?.querySelector(".card-media");
  if (!picture) return;
  picture.style.viewTransitionName = NAME;
  over.finally(() => {
    picture.style.viewTransitionName = "";
  });
}

function inView(link) {
  const box = link.getBoundingClientRect();
  return box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
}
