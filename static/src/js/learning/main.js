import { countdown } from "./countdown.js";
import { hold } from "./hold.js";
import { ready } from "./ready.js";

ready();
hold();
countdown();
