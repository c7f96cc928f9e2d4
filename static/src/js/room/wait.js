// Before its time: count down by the server's clock, then go in.

import { span } from "./timer.js";

export function wait(element, { opensAt, now }) {
  const offset = now - Date.now();
  const draw = () => {
    const left = Date.parse(opensAt) - Date.now() - offset;
    element.textContent = span(Math.max(0, left));
    if (left <= 0) {
      clearInterval(timer);
      location.reload();
    }
  };
  const timer = setInterval(draw, 1000);
  draw();
}
