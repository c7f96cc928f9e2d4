// Light or dark: a press turns what is seen now. It is kept on the account of who is logged in, else in a
// cookie of this browser (theme.js reads it).
import { cookie, setCookie } from "./dom.js";

export function startTheme() {
  const root = document.documentElement;
  for (const button of document.querySelectorAll("[data-theme-switch]")) {
    button.hidden = false;
    button.addEventListener("click", () => {
      const dark = root.dataset.theme
        ? root.dataset.theme === "dark"
        : matchMedia("(prefers-color-scheme: dark)").matches;
      root.dataset.theme = dark ? "light" : "dark";
      if (root.dataset.user) keep(root.dataset.user, root.dataset.theme);
      else setCookie("theme", root.dataset.theme);
    });
  }
}

// The page looks right whether or not this arrives; the profile shows what the account has.
function keep(user, theme) {
  fetch(`/api/users/${user}/update/`, {
    method: "POST",
    keepalive: true,
    headers: {
      "Content-Type": "application/json",
      "X-CSRFToken": document.querySelector("[name=csrfmiddlewaretoken]")?.value ?? cookie("csrftoken"),
    },
    body: JSON.stringify({ preferences: { theme } }),
  }).catch(() => {});
}
