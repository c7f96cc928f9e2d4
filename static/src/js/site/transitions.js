// From a card to its page, and back, the picture goes along (motion.css names it on the page). Where the
// browser knows no transitions between pages, nothing happens.
const NAME = "picture";

export function startTransitions() {
  if (!("onpageswap" in window)) return;
  addEventListener("pageswap", (event) => {
    if (event.viewTransition) name(event.activation?.entry?.url, event.viewTransition.finished);
  });
  addEventListener("pagereveal", (event) => {
    if (event.viewTransition) name(window.navigation?.activation?.from?.url, event.viewTransition.finished);
  });
}

/** Give the picture of the card that leads to `url` the name, until the transition is over. */
function name(url, over) {
  if (!url) return;
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
