// The sign-up wizard. Every step works without this; it adds hints, a picture's preview and swiping.
import { startPictures } from "../site/picture.js";
import { startSteps } from "./steps.js";
import { startStrength } from "./strength.js";
import { startWeek } from "./week.js";

startSteps();
startStrength();
startPictures();
startWeek();
