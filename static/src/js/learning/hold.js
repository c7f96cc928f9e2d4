// A held seat: said once two minutes before it goes back, and when it has gone.
const WARN_MS = 120_000;

export function hold() {
  const line = document.querySelector("[data-hold-until]");
  if (!line) return;
  const ends = Date.parse(line.dataset.holdUntil);
  const until = line.textContent.trim();
  let warned = false;
  const timer = setInterval(() => {
    const left = ends - Date.now();
    if (left <= 0) {
      line.textContent = "The hold has ended. Reload to see whether a seat is still free.";
      clearInterval(timer);
    } else if (left <= WARN_MS && !warned) {
      line.textContent = `${until}: two minutes left`;
      warned = true;
    }
  }, 1000);
}
