// The announcement bar can be closed; theme.js keeps it away on later pages. Only this browser knows.
export function startAnnouncement() {
  const bar = document.querySelector("[data-announcement]");
  const button = bar?.querySelector("[data-announcement-close]");
  if (!button) return;
  button.hidden = false;
  button.addEventListener("click", () => {
    try {
      localStorage.setItem("announcement", bar.dataset.announcement);
    } catch {
      // Storage is off: it comes back on the next page.
    }
    bar.remove();
    document.querySelector("#main")?.focus({ preventScroll: true });
  });
}
