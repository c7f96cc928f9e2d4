// Small helpers; every text goes in as text, never as HTML.

/** Make an element: tag, attributes (a falsy one is left out), children (nodes or strings). */
export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== false && value !== null && value !== undefined) {
      element.setAttribute(name, value === true ? "" : value);
    }
  }
  element.append(...children);
  return element;
}

/** An icon of the sprite; its address is read off any icon the server drew. */
export function icon(name, classes = "") {
  const space = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(space, "svg");
  svg.setAttribute("class", `icon ${classes}`);
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS(space, "use");
  const known = document.querySelector("use[href]")?.getAttribute("href") ?? "/static/icons.svg#";
  use.setAttribute("href", `${known.split("#")[0]}#${name}`);
  svg.append(use);
  return svg;
}

/** A round button with an icon; the label is for those who cannot see it. */
export function iconButton(name, label, attributes = {}) {
  const words = make("span", { class: "sr-only" }, label);
  return make("button", { type: "button", class: "btn-icon", ...attributes }, icon(name), words);
}

/** Say something to screen readers without moving the focus. */
export function say(text) {
  const region = document.querySelector("[data-says]");
  if (region) region.textContent = text;
}

export function cookie(name) {
  const found = document.cookie.split("; ").find((part) => part.startsWith(`${name}=`));
  return found ? found.slice(name.length + 1) : "";
}

/** Keep a choice of this browser for a year; the server reads the value as it stands here. */
export function setCookie(name, value) {
  const secure = location.protocol === "https:" ? ";secure" : "";
  document.cookie = `${name}=${value};path=/;max-age=31536000;samesite=lax${secure}`;
}
