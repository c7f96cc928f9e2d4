// Draws the demo people's portraits; run once, the pictures are committed (see ../README.md).
import { mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const need = createRequire(pathToFileURL(`${process.cwd()}/`));
const load = async (name) => import(pathToFileURL(need.resolve(name)));
const { createAvatar } = await load("@dicebear/core");
const openPeeps = await load("@dicebear/open-peeps");
const sharp = need("sharp");

// Ground, back arc, front arc: the tokens and their soft relatives.
const GROUNDS = {
  amber: ["#FBE3B0", "#F2A71B", "#FFFFFF"],
  teal: ["#0B5A56", "#F2A71B", "#5FC9BA"],
  sand: ["#F2EDE2", "#0B5A56", "#F2A71B"],
  sky: ["#E2EEF8", "#1B5985", "#FFFFFF"],
  leaf: ["#DCEDE9", "#5FC9BA", "#0B5A56"],
  rose: ["#FBE7E2", "#FF7F69", "#FFFFFF"],
};
const INK = "#17211F";

function peep(look, size) {
  const options = {
    size,
    head: [look.head],
    face: [look.face],
    skinColor: [look.skin],
    clothingColor: [look.top],
    headContrastColor: [look.hair ?? "2b211c"],
    facialHair: look.beard ? [look.beard] : undefined,
    facialHairProbability: look.beard ? 100 : 0,
    accessories: look.glasses ? [look.glasses] : undefined,
    accessoriesProbability: look.glasses ? 100 : 0,
    maskProbability: 0,
  };
  return createAvatar(openPeeps, options).toString();
}

/** A headscarf, turban or ribbon takes its colour from the clothes: draw the head with its own. */
function recoloured(svg, look) {
  if (!look.hat) return svg;
  const parts = svg.split(`#${look.top}`);
  const last = parts.length - 1;
  return parts.reduce((all, part, i) => all + (i === 0 ? "" : `#${i === last || last === 1 ? look.hat : look.top}`) + part, "");
}

function picture(look, size) {
  const [ground, back, front] = GROUNDS[look.ground];
  const inner = recoloured(peep(look, 380), look)
    .replace("<svg ", '<svg x="10" y="20" overflow="visible" ')
    .replace('<g mask="url(#viewboxMask)">', "<g>")
    .replaceAll('"#000"', `"${INK}"`)
    .replaceAll('"#000000"', `"${INK}"`)
    .replaceAll('"black"', `"${INK}"`);
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 400" width="${size}" height="${size}">
<rect width="400" height="400" fill="${ground}"/>
<g fill="none" stroke-width="26"><circle cx="128" cy="226" r="168" stroke="${back}" opacity=".55"/>
<circle cx="286" cy="226" r="168" stroke="${front}" opacity=".55"/></g>${inner}</svg>`;
}

const [, , looksFile, folder, size = "400"] = process.argv;
mkdirSync(folder, { recursive: true });
for (const [name, look] of Object.entries(JSON.parse(readFileSync(looksFile, "utf8")))) {
  const svg = Buffer.from(picture(look, Number(size)));
  await sharp(svg, { density: 144 }).resize(Number(size)).webp({ quality: 82 }).toFile(`${folder}/${name}.webp`);
}
