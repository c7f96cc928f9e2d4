// A carousel is a row that scrolls; these are its two buttons. It never moves by itself.
export function startCarousels(root) {
  for (const carousel of root.querySelectorAll("[data-carousel]")) {
    const track = carousel.querySelector("[data-carousel-track]");
    const buttons = carousel.querySelector("[data-carousel-buttons]");
    if (!track || !buttons) continue;
    const back = buttons.querySelector("[data-carousel-back]");
    const on = buttons.querySelector("[data-carousel-on]");
    const step = (way) => track.scrollBy({ left: way * track.clientWidth * 0.9 });
    back.addEventListener("click", () => step(-1));
    on.addEventListener("click", () => step(1));
    const update = () => {
      const room = track.scrollWidth - track.clientWidth;
      buttons.hidden = room < 8;
      back.disabled = track.scrollLeft < 8;
      on.disabled = track.scrollLeft > room - 8;
    };
    track.addEventListener("scroll", update, { passive: true });
    new ResizeObserver(update).observe(track);
  }
}
