// A held seat: how long it is still kept, by the server's clock, said aloud once two minutes before the end.
const WARN_SECONDS = 120;

function words(seconds) {
  if (seconds <= 0) return "";
  const minutes = Math.round(seconds / 60);
  return minutes < 1 ? " · less than a minute left" : ` · ${minutes} min left`;
}

export function hold() {
  const line = document.querySelector("[data-hold-seconds]");
  if (!line) return;
  const left = line.querySelector("[data-hold-left]");
  const says = document.querySelector("[data-hold-says]");
  // The server told how long; what the clock on the wall here says does not matter.
  const held = Number(line.dataset.holdSeconds);
  const began = Date.now();
  let warned = false;
  const tick = () => {
    const seconds = held - (Date.now() - began) / 1000;
    left.textContent = words(seconds);
    if (seconds <= 0) {
      clearInterval(timer);
      says.textContent = line.textContent = "The hold has ended. We make sure that nothing was paid.";
      document.dispatchEvent(new CustomEvent("peerlearn:hold-ended"));
    } else if (seconds <= WARN_SECONDS && !warned) {
      says.textContent = "Two minutes left to pay.";
      warned = true;
    }
  };
  const timer = setInterval(tick, 1000);
  tick();
}
