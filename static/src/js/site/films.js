// A film of YouTube or Vimeo: a link with a poster, until somebody presses it. Only then is anything
// loaded from there.
export function startFilms() {
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-film]");
    if (!link || event.metaKey || event.ctrlKey || event.shiftKey || event.button) return;
    event.preventDefault();
    const frame = document.createElement("iframe");
    frame.src = link.dataset.film;
    frame.title = link.textContent.trim().replace(/\s+/g, " ");
    frame.className = "film";
    frame.allow = "autoplay; fullscreen; encrypted-media; picture-in-picture";
    frame.allowFullscreen = true;
    frame.referrerPolicy = "strict-origin-when-cross-origin";
    link.replaceWith(frame);
    frame.focus();
  });
}
