// Runs before the first paint: the theme somebody chose; without a choice the system decides. Who is logged
// in has it on the account, and the server has written it already.
const root = document.documentElement;
const theme = /(?:^|; )theme=(light|dark)/.exec(document.cookie);
if (theme && !root.dataset.user && !root.dataset.theme) root.dataset.theme = theme[1];
