// What every page has. Reading needs none of it; each part does nothing where its markup is absent.
import { startCarousels } from "./carousels.js";
import { startDialogs } from "./dialogs.js";
import { startFilters } from "./filters.js";
import { startForms } from "./forms.js";
import { startMenus } from "./menus.js";
import { startNotices } from "./notices.js";
import { startSeats } from "./seats.js";
import { startTheme } from "./theme_switch.js";
import { startTimers } from "./timers.js";
import { startToasts } from "./toasts.js";
import { startToggles } from "./toggles.js";
import { startTransitions } from "./transitions.js";
import { startZone } from "./zone.js";

startTheme();
startMenus();
startDialogs();
startToasts();
startForms();
startCarousels(document);
startFilters();
startTimers();
startToggles();
startTransitions();
startZone();
startSeats();
startNotices();
