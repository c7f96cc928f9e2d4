// "in 8 min" stays true while the page is open.
function text(starts) {
  const minutes = Math.ceil((starts - Date.now()) / 60_000);
  if (minutes > 60) return "";
  return minutes > 0 ? `in ${minutes} min` : "starting now";
}

export function countdown() {
  const lines = [...document.querySelectorAll("[data-countdown]")].filter(
    (line) => line.textContent.trim() !== "Live now",
  );
  if (!lines.length) return;
  const tick = () => {
    for (const line of lines) line.textContent = text(Date.parse(line.dataset.countdown));
  };
  tick();
  setInterval(tick, 15_000);
}
