import { startWeek } from "../onboarding/week.js";
import { countdown } from "./countdown.js";
import { fresh } from "./fresh.js";
import { hold } from "./hold.js";
import { parts } from "./parts.js";
import { ready } from "./ready.js";
import { sessionForms } from "./session_form.js";
import { tabs } from "./tabs.js";
import { requests } from "./requests.js";

ready();
hold();
fresh();
countdown();
sessionForms();
tabs();
startWeek();
parts();
requests();
