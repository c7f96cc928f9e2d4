// What a room has beside the call: each is made once with the room and finds its own place in it.
//
// A feature is a class: `new Feature(room)`, with room.line (messages), room.call, room.media,
// room.stage, room.chat, room.panels, room.surfaces, room.config, room.say(text), room.onInside(fn);
// its `media()`, if it has one, is called when what we send has moved, its `close()` when the room
// is left.

import { Awake } from "./awake.js";
import { Board } from "./board.js";
import { Captions } from "./captions.js";
import { Following } from "./following.js";
import { GiftShow, Giver } from "./gifts.js";
import { Hands } from "./hands.js";
import { LineLog } from "./line_log.js";
import { Notes } from "./notes.js";
import { People } from "./people.js";
import { Pip } from "./pip.js";
import { Reactions } from "./reactions.js";
import { Recording } from "./recording.js";
import { Settings } from "./settings.js";
import { Shortcuts } from "./shortcuts.js";
import { Slides } from "./slides.js";
import { MoreTime } from "./time.js";

export const FEATURES = [
  Awake,
  Board,
  Captions,
  GiftShow,
  Giver,
  Hands,
  LineLog,
  MoreTime,
  Notes,
  People,
  Pip,
  Reactions,
  Recording,
  Settings,
  Shortcuts,
  Slides,
  Following,
];
