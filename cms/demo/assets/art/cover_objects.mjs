// One SVG fragment a cover, on an 800 x 600 sheet, drawn around the middle; ink outlines come from the group.
const INK = "#17211F", PAPER = "#FBF8F2", PEACOCK = "#0B5A56", MARIGOLD = "#F2A71B";
const RED = "#B5301C", BLUE = "#1B5985", LEAF = "#5FC9BA", CLAY = "#C68863", CORAL = "#FF7F69", LINE = "#E2DACB";

const rect = (x, y, w, h, fill, r = 12) => `<rect x="${x}" y="${y}" width="${w}" height="${h}" rx="${r}" fill="${fill}"/>`;
const disc = (x, y, r, fill) => `<circle cx="${x}" cy="${y}" r="${r}" fill="${fill}"/>`;
const path = (d, fill = "none", extra = "") => `<path d="${d}" fill="${fill}" ${extra}/>`;
const oval = (x, y, rx, ry, fill) => `<ellipse cx="${x}" cy="${y}" rx="${rx}" ry="${ry}" fill="${fill}"/>`;
const tinted = (colour, inner) => `<g stroke="${colour}">${inner}</g>`;

const programming = [
  rect(220, 160, 360, 280, INK, 18) + rect(220, 160, 360, 56, PAPER, 18) + disc(254, 188, 9, RED) + disc(286, 188, 9, MARIGOLD) + disc(318, 188, 9, LEAF) +
    tinted(LEAF, path("M262 262l38 32-38 32")) + tinted(MARIGOLD, path("M330 326h86")) + tinted(PAPER, path("M262 376h150M440 376h60")),
  path("M290 450V150M290 330c0-70 180-30 180-120M290 400c0-40 220-20 220-80") + disc(290, 150, 30, MARIGOLD) + disc(290, 270, 30, PAPER) + disc(290, 450, 30, PEACOCK) +
    disc(470, 190, 30, CORAL) + disc(510, 310, 30, LEAF),
  rect(240, 150, 320, 84, PAPER) + rect(240, 258, 320, 84, MARIGOLD) + rect(240, 366, 320, 84, LEAF) + [192, 300, 408].map((y) => disc(284, y, 13, RED) + disc(322, y, 13, PEACOCK) + path(`M430 ${y}h86`)).join(""),
];

const data = [
  path("M250 140v310h320") + [[300, 400], [340, 340], [372, 366], [410, 300], [448, 318], [476, 246], [520, 220], [548, 176]].map(([x, y], i) => disc(x, y, 17, [RED, MARIGOLD, LEAF][i % 3])).join("") + tinted(RED, path("M270 430L570 150", "none", 'stroke-dasharray="2 22"')),
  rect(250, 330, 70, 120, CORAL, 6) + rect(340, 250, 70, 200, MARIGOLD, 6) + rect(430, 290, 70, 160, LEAF, 6) + rect(520, 170, 70, 280, PEACOCK, 6) + path("M216 450h400"),
  path("M270 220L400 160L540 230L500 400L320 420L270 220L500 400M400 160L320 420M540 230L320 420") + disc(270, 220, 36, MARIGOLD) + disc(400, 160, 28, PAPER) + disc(540, 230, 40, RED) + disc(500, 400, 30, LEAF) + disc(320, 420, 44, PEACOCK),
];

const design = [
  path("M230 430C260 180 540 180 570 430", "none", 'stroke-width="14"') + path("M250 190h300") + rect(232, 172, 36, 36, PAPER, 4) + rect(532, 172, 36, 36, PAPER, 4) + rect(212, 412, 36, 36, MARIGOLD, 4) + rect(552, 412, 36, 36, MARIGOLD, 4) + rect(382, 224, 36, 36, RED, 4),
  rect(230, 140, 340, 320, PAPER, 16) + rect(260, 172, 280, 110, CORAL, 6) + rect(260, 306, 126, 122, LEAF, 6) + path("M416 324h124M416 366h124M416 408h70"),
  [[-30, PEACOCK], [-10, LEAF], [10, MARIGOLD], [30, RED]].map(([a, c]) => `<g transform="rotate(${a} 400 470)">${rect(352, 150, 96, 330, c, 14)}${rect(352, 404, 96, 76, PAPER, 14)}</g>`).join("") + disc(400, 442, 13, INK),
];

const languages = [
  path("M220 180a24 24 0 0 1 24-24h206a24 24 0 0 1 24 24v110a24 24 0 0 1-24 24H320l-56 52v-52h-20a24 24 0 0 1-24-24z", PAPER) + path("M270 212h150M270 258h96") + path("M590 300a24 24 0 0 0-24-24H420a24 24 0 0 0-24 24v90a24 24 0 0 0 24 24h74l50 46v-46h22a24 24 0 0 0 24-24z", MARIGOLD) + path("M440 326h104M440 366h60"),
  path("M400 200c-50-44-120-44-180-24v250c60-20 130-20 180 24z", PAPER) + path("M400 200c50-44 120-44 180-24v250c-60-20-130-20-180 24z", LEAF) + path("M256 232c36-8 72-6 104 12M256 292c36-8 72-6 104 12M256 352c36-8 72-6 104 12M440 244c32-18 68-20 104-12M440 304c32-18 68-20 104-12"),
  `<g transform="rotate(-6 400 300)">${rect(220, 180, 360, 240, PAPER, 10)}${path("M400 210v180M432 320h116M432 360h80")}${rect(476, 208, 74, 82, CORAL, 4)}${path("M250 250c20-20 40 20 60 0s40 20 60 0M250 300c20-20 40 20 60 0s40 20 60 0M250 350h70")}</g>`,
];

const music = [
  path("M210 250l26 170c20 30 130 30 150 0l26-170", PEACOCK) + oval(311, 250, 101, 46, PAPER) + oval(311, 250, 42, 20, INK) + path("M430 300l10 110c16 30 130 30 146 0l10-110", CLAY) + oval(513, 300, 83, 38, PAPER) + oval(500, 300, 34, 16, INK) + path("M226 320l30 76 30-76 28 80 30-80 28 72"),
  disc(370, 300, 160, INK) + tinted("#55605C", disc(370, 300, 120, "none") + disc(370, 300, 88, "none")) + disc(370, 300, 54, RED) + disc(370, 300, 10, PAPER) + path("M590 150v170l-72 74", "none", 'stroke-width="16"') + disc(590, 150, 26, MARIGOLD),
  `<g transform="rotate(38 400 300)">${rect(382, 40, 36, 260, CLAY, 6)}${path("M400 260c70 0 76 60 56 92c40 20 44 128-56 128s-96-108-56-128c-20-32-14-92 56-92z", MARIGOLD)}${disc(400, 356, 34, INK)}${rect(360, 428, 80, 18, PEACOCK, 4)}${rect(370, 0, 60, 70, PEACOCK, 10)}</g>`,
];

const photography = [
  rect(220, 210, 360, 230, PEACOCK, 26) + path("M320 210l24-44h112l24 44z", PEACOCK) + disc(400, 325, 88, PAPER) + disc(400, 325, 58, INK) + tinted(PAPER, path("M376 300a36 36 0 0 1 30-14")) + rect(514, 238, 40, 26, MARIGOLD, 6) + rect(250, 190, 46, 20, RED, 6),
  disc(400, 300, 165, PAPER) + [0, 60, 120, 180, 240, 300].map((a, i) => `<g transform="rotate(${a} 400 300)">${path("M400 135L543 218L445 300z", [MARIGOLD, LEAF, CORAL, PEACOCK, MARIGOLD, BLUE][i])}</g>`).join("") + path("M445 300L422 339H378L355 300L378 261H422z", INK),
  rect(230, 250, 340, 200, INK, 14) + `<g transform="rotate(-10 230 240)">${rect(230, 176, 340, 64, PAPER, 8)}${path("M276 176l-30 64M356 176l-30 64M436 176l-30 64M516 176l-30 64", "none", 'stroke-width="22"')}</g>` + tinted(PAPER, path("M262 310h276M262 360h130M440 330v90")) + disc(496, 400, 18, RED),
];

const money = [
  [410, 362, 314, 266].map((y, i) => path(`M230 ${y}v34c0 40 180 40 180 0v-34z`, MARIGOLD) + oval(320, y, 90, 26, i === 3 ? "#FBE3B0" : MARIGOLD)).join("") + disc(500, 350, 92, MARIGOLD) + disc(500, 350, 66, "#FBE3B0") + path("M472 314h58M472 340h58M476 314c54 0 54 52 4 52l44 40"),
  path("M270 130h260v330l-32-24-33 24-32-24-33 24-33-24-32 24-33-24-32 24z", PAPER) + path("M310 190h110M470 190h24M310 246h110M470 246h24M310 302h110M470 302h24") + tinted(RED, path("M310 366h184")),
  path("M270 330h260l-30 130H300z", CLAY) + rect(254, 296, 292, 50, CORAL, 8) + path("M400 296V190") + path("M400 230c-90 0-110-60-110-90c80-6 110 40 110 90z", LEAF) + path("M400 200c70 0 100-40 104-84c-70 0-104 34-104 84z", PEACOCK),
];

const careers = [
  path("M210 450v-60h90v-70h90v-70h90v-70h90v270z", PAPER) + path("M525 180V90") + path("M525 94l80 26-80 28z", RED) + disc(300, 276, 26, CLAY) + path("M300 302v40", "none", 'stroke-width="20"'),
  rect(270, 130, 260, 340, PAPER, 12) + disc(340, 206, 36, MARIGOLD) + path("M402 192h88M402 226h56M306 286h188M306 334h188M306 382h110") + path("M500 380l18 38 42 5-31 29 8 42-37-21-37 21 8-42-31-29 42-5z", RED),
  path("M226 430V300a50 50 0 0 1 100 0v60h60v70", PEACOCK) + path("M574 430V300a50 50 0 0 0-100 0v60h-60v70", CORAL) + disc(276, 200, 40, CLAY) + disc(524, 200, 40, "#8A5636") + path("M352 150h96v60h-34l-14 22-14-22h-34z", PAPER) + path("M200 450h400"),
];

const maths = [
  path("M240 450h320M250 460V140") + tinted(RED, path("M290 180C330 500 470 500 520 160", "none", 'stroke-width="13"')) + path("M330 390h150", "none", 'stroke-dasharray="2 20"') + disc(406, 412, 17, MARIGOLD) + disc(314, 298, 17, LEAF) + disc(497, 288, 17, LEAF),
  path("M360 140h80M376 140v110l-96 160a34 34 0 0 0 30 50h180a34 34 0 0 0 30-50l-96-160V140", PAPER) + path("M318 350h164l38 64a34 34 0 0 1-30 46H310a34 34 0 0 1-30-46z", LEAF) + disc(380, 410, 14, PAPER) + disc(430, 386, 10, PAPER) + disc(404, 304, 12, LEAF),
  [0, 60, 120].map((a) => `<g transform="rotate(${a} 400 300)">${oval(400, 300, 170, 62, "none")}</g>`).join("") + disc(400, 300, 38, MARIGOLD) + disc(570, 300, 18, RED) + disc(315, 153, 18, PEACOCK) + disc(485, 153, 18, LEAF),
];

const writing = [
  `<g transform="rotate(28 400 300)">${path("M400 470l-70-150 36-190h68l36 190z", PAPER)}${path("M400 470V330")}${disc(400, 316, 17, MARIGOLD)}${rect(352, 84, 96, 56, PEACOCK, 8)}</g>` + path("M250 470c60-40 90 20 150-10s80 10 140-10"),
  rect(338, 110, 124, 220, PEACOCK, 62) + path("M338 200h40M338 240h40M462 200h-40M462 240h-40") + path("M290 270c0 150 220 150 220 0M400 384v76M330 460h140") + tinted(RED, path("M250 170c-24 40-24 90 0 130M550 170c24 40 24 90 0 130")),
  rect(250, 160, 300, 300, PAPER, 12) + path("M300 230h200M300 284h200M300 338h120") + [300, 350, 400, 450, 500].map((x) => path(`M${x} 140v44`)).join("") + `<g transform="rotate(40 500 400)">${path("M484 300h34v130l-17 36-17-36z", MARIGOLD)}${path("M484 300h34v-32h-34z", CORAL)}</g>`,
];

export const objects = { programming, data, design, languages, music, photography, money, careers, maths, writing };
