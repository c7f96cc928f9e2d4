// Builds static/build/: site.css and room.css (Tailwind), one script for each js/<folder>/main.js
// (esbuild), fonts, icons and pictures as they are. `--watch` keeps building.
import { spawn } from "node:child_process";
import { cp, mkdir, readdir, rm } from "node:fs/promises";
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { build, context } from "esbuild";

const here = path.dirname(fileURLToPath(import.meta.url));
const root = path.dirname(here);
const source = path.join(here, "src");
const target = path.join(here, "build");
const watch = process.argv.includes("--watch");

/** Every js/<folder>/main.js as {folder: path}, and theme.js, which runs before first paint. */
async function entries() {
  const found = { theme: path.join(source, "js", "theme.js") };
  for (const folder of await readdir(path.join(source, "js"), { withFileTypes: true })) {
    const main = path.join(source, "js", folder.name, "main.js");
    if (folder.isDirectory() && existsSync(main)) found[folder.name] = main;
  }
  return found;
}

async function scripts() {
  const options = {
    entryPoints: await entries(),
    outdir: target,
    bundle: true,
    minify: true,
    format: "esm",
    target: "es2022",
    legalComments: "none",
    logLevel: "warning",
  };
  if (watch) await (await context(options)).watch();
  else await build(options);
}

/** Run the Tailwind CLI on one file of css/; resolves when it is written (or goes on watching). */
function style(file) {
  const home = path.dirname(createRequire(import.meta.url).resolve("@tailwindcss/cli/package.json"));
  const input = path.join(source, "css", file);
  const args = [path.join(home, "dist", "index.mjs"), "-i", input, "-o", path.join(target, file), "--minify"];
  if (watch) args.push("--watch=always");
  const child = spawn(process.execPath, args, { cwd: root, stdio: ["ignore", "ignore", "pipe"] });
  let said = "";
  child.stderr.on("data", (data) => {
    said += data;
    if (watch) process.stderr.write(data);
  });
  if (watch) return Promise.resolve();
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("exit", (code) => (code ? reject(new Error(`${file}: ${said}`)) : resolve()));
  });
}

async function styles() {
  const files = (await readdir(path.join(source, "css"))).filter((name) => name.endsWith(".css"));
  await Promise.all(files.map(style));
}

async function assets() {
  await cp(path.join(source, "fonts"), path.join(target, "fonts"), {
    recursive: true,
    filter: (file) => !file.endsWith(".py") && !file.includes("__pycache__"),
  });
  await cp(path.join(source, "img"), path.join(target, "img"), { recursive: true });
  await cp(path.join(source, "icons.svg"), path.join(target, "icons.svg"));
}

// Emptied, not replaced: a server may hold the folder open while it is built again.
await mkdir(target, { recursive: true });
for (const name of await readdir(target)) await rm(path.join(target, name), { recursive: true });
await Promise.all([scripts(), styles(), assets()]);
