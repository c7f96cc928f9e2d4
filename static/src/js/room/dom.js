// Small help with the page: finding, showing, making. Texts only ever go in as text.

export const find = (selector, inside = document) => inside.querySelector(selector);
export const all = (selector, inside = document) => [...inside.querySelectorAll(selector)];

/** Make an element: el("li", "name class", "text"). */
export function el(tag, className = "", text = "") {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text) made.textContent = text;
  return made;
}

const SVG = "http://www.w3.org/2000/svg";

/** Make one of the icons of icons.svg. */
export function icon(name, className = "") {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("class", `icon ${className}`.trim());
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS(SVG, "use");
  use.setAttribute("href", `${document.body.dataset.icons}#${name}`);
  svg.append(use);
  return svg;
}

/** Give a control its icon, its words and its pressed state in one go. */
export function control(button, { name, words, pressed }) {
  find("use", button)?.setAttribute("href", `${document.body.dataset.icons}#${name}`);
  find("[data-label]", button).textContent = words;
  if (pressed !== undefined) button.setAttribute("aria-pressed", String(pressed));
}

/** Show a person's picture, or their initials on a tint. */
export function face(person, className = "") {
  const avatar = el("span", `avatar tint-${person.tint} ${className}`.trim());
  avatar.setAttribute("aria-hidden", "true");
  if (person.avatar) {
    const picture = el("img");
    picture.src = person.avatar;
    picture.alt = "";
    avatar.append(picture);
  } else {
    avatar.textContent = person.initials;
  }
  return avatar;
}

/** Show one of the page's views and put the focus where reading starts. */
export function show(name) {
  for (const view of all("[data-view]")) view.hidden = view.dataset.view !== name;
  document.body.dataset.showing = name;
  const title = find(`[data-view="${name}"] h1`);
  if (title) {
    title.tabIndex = -1;
    title.focus({ preventScroll: true });
  }
}

/** Write a text into an element and show it; an empty text hides it. */
export function tell(element, text) {
  element.textContent = text;
  element.hidden = !text;
}

/** Make an id of one's own for something that may be sent twice. */
export const newId = () => crypto.randomUUID?.() ?? String(Math.random()).slice(2);
