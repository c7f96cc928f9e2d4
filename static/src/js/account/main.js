import { startWeek } from "../onboarding/week.js";
import { startPictures } from "../site/picture.js";

startPictures();
startWeek();
// On a phone the tabs are wider than the page: show the one that is open.
document.querySelector(".tabs [aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });
