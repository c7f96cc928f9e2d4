// Runs before the first paint: the theme somebody chose; without a choice the system decides. Who is logged
// in has it on the account, and the server has written it already.
const root = document.documentElement;
const theme = /(?:^|; )theme=(light|dark)/.exec(document.cookie);
if (theme && !root.dataset.user && !root.dataset.theme) root.dataset.theme = theme[1];

// An announcement somebody has closed never appears: taking it away later would move the page.
try {
  const closed = /^[0-9a-f]{12}$/.exec(localStorage.getItem("announcement") ?? "");
  if (closed) {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(`[data-announcement="${closed[0]}"] { display: none; }`);
    document.adoptedStyleSheets = [sheet];
  }
} catch {
  // Storage is off: nothing was closed.
}
