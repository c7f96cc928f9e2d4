// Runs before the first paint: the theme somebody chose; without a choice the system decides.
const theme = /(?:^|; )theme=(light|dark)/.exec(document.cookie);
if (theme && !document.documentElement.dataset.theme) {
  document.documentElement.dataset.theme = theme[1];
}
