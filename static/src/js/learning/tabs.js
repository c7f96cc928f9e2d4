// A long row of tabs opens at the one that is shown.
export function tabs() {
  const row = document.querySelector("[data-tabs]");
  const here = row?.querySelector("[aria-current]");
  if (!here) return;
  row.scrollLeft = here.offsetLeft - row.offsetLeft - (row.clientWidth - here.offsetWidth) / 2;
}
