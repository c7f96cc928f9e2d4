// The room's page: door, lobby, call, after. This file only ties the parts together.

import "webrtc-adapter";
import { after } from "./after.js";
import { find } from "./dom.js";
import { Room } from "./room.js";
import { wait } from "./wait.js";

const waiting = find("[data-wait]");
if (waiting) wait(waiting, JSON.parse(find("#room-wait").textContent));

const written = find("#room-config");
if (written) {
  const config = JSON.parse(written.textContent);
  after(config);
  if (!config.over) new Room(config).begin();
}
