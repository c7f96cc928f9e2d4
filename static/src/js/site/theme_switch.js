// Light or dark: a press turns what is seen now, and the browser remembers it (theme.js reads it).
import { setCookie } from "./dom.js";

export function startTheme() {
  const root = document.documentElement;
  for (const button of document.querySelectorAll("[data-theme-switch]")) {
    button.hidden = false;
    button.addEventListener("click", () => {
      const dark = root.dataset.theme
        ? root.dataset.theme === "dark"
        : matchMedia("(prefers-color-scheme: dark)").matches;
      root.dataset.theme = dark ? "light" : "dark";
      setCookie("theme", root.dataset.theme);
    });
  }
}
