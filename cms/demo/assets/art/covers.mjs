// Draws the sessions' covers, 6 a topic (3 drawings, 2 palettes), in the colours of the tokens; run once (see ../README.md).
import { mkdirSync } from "node:fs";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import { objects } from "./cover_objects.mjs";

const sharp = createRequire(pathToFileURL(`${process.cwd()}/`))("sharp");

// Ground, left circle, right circle, where they overlap.
const PALETTES = [
  ["#F2EDE2", "#0B5A56", "#F2A71B", "#DCEDE9"],
  ["#0B5A56", "#5FC9BA", "#F2A71B", "#FBF8F2"],
  ["#FBE3B0", "#F2A71B", "#FFFFFF", "#FBF8F2"],
  ["#DCEDE9", "#FFFFFF", "#5FC9BA", "#FBF8F2"],
  ["#FBE7E2", "#FF7F69", "#FFFFFF", "#FBF8F2"],
  ["#E2EEF8", "#1B5985", "#F6B73C", "#FFFFFF"],
  ["#17211F", "#5FC9BA", "#F2A71B", "#F2EDE2"],
];
// Where the two circles stand: centre and radius of each.
const STANDS = [
  [[300, 300, 250], [500, 300, 250]],
  [[250, 240, 270], [560, 370, 260]],
  [[400, 150, 300], [400, 480, 300]],
];

function cover(draw, palette, stand) {
  const [ground, left, right, overlap] = palette;
  const [[ax, ay, ar], [bx, by, br]] = stand;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 800 600" width="800" height="600">
<defs><clipPath id="a"><circle cx="${ax}" cy="${ay}" r="${ar}"/></clipPath></defs>
<rect width="800" height="600" fill="${ground}"/>
<circle cx="${ax}" cy="${ay}" r="${ar}" fill="${left}"/><circle cx="${bx}" cy="${by}" r="${br}" fill="${right}"/>
<circle cx="${bx}" cy="${by}" r="${br}" fill="${overlap}" clip-path="url(#a)"/>
<g stroke="#17211F" stroke-width="9" stroke-linecap="round" stroke-linejoin="round" fill="none">${draw}</g></svg>`;
}

const folder = process.argv[2];
mkdirSync(folder, { recursive: true });
let turn = 0;
for (const [topic, drawings] of Object.entries(objects)) {
  for (const [i, draw] of [...drawings, ...drawings].entries()) {
    const palette = PALETTES[(turn + i * 2) % PALETTES.length];
    const stand = STANDS[(turn + i) % STANDS.length];
    const svg = Buffer.from(cover(draw, palette, stand));
    await sharp(svg).webp({ quality: 80 }).toFile(`${folder}/${topic}-${i + 1}.webp`);
  }
  turn += 1;
}
