import { startPictures } from "../site/picture.js";

startPictures();
