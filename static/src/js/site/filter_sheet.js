// "All filters": the boxes of the bar move into the sheet, open, and back when it closes. On a desk the
// boxes of the bar are menus: a press outside or Escape closes them.
export function startSheet(form) {
  const sheet = form.querySelector("dialog.filter-sheet");
  const boxes = form.querySelector("[data-filters]");
  if (!sheet || !boxes) return;
  const home = document.createComment("filters");
  const slot = sheet.querySelector("[data-filters-slot]");
  const all = () => boxes.querySelectorAll("[data-filter-box]");
  boxes.before(home);

  form.querySelector("[data-filters-open]").addEventListener("click", () => {
    for (const box of all()) {
      box.removeAttribute("name");
      box.open = true;
    }
    slot.append(boxes);
    sheet.showModal();
    slot.scrollTop = 0;
  });
  sheet.addEventListener("close", () => {
    for (const box of all()) {
      box.open = false;
      box.setAttribute("name", "filter");
    }
    home.after(boxes);
  });

  const opened = () => (sheet.open ? [] : form.querySelectorAll("[data-filter-box][open]"));
  document.addEventListener("click", (event) => {
    for (const box of opened()) if (!box.contains(event.target)) box.open = false;
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const box of opened()) {
      const inside = box.contains(document.activeElement);
      box.open = false;
      if (inside) box.querySelector("summary").focus();
    }
  });
}
