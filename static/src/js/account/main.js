import { startPictures } from "../site/picture.js";

startPictures();
// On a phone the tabs are wider than the page: show the one that is open.
document.querySelector(".tabs [aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });
