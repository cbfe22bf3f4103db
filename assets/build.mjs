// Builds what the pages load into app/static/dist: styles, script, font, icons, map, licences, manifest.
// Every name carries the hash of its bytes, so a browser may keep it for a year.
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import rtlcss from "rtlcss";
import { compile } from "sass";
import { icons } from "./icons.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const root = dirname(here);
const out = join(root, "app/static/dist");
const modules = join(here, "node_modules");
const read = (path) => readFileSync(path);
const text = (path) => readFileSync(path, "utf8");
const sha256 = (bytes) => createHash("sha256").update(bytes).digest("hex");
const files = {};

/** Write one file under a name that carries its hash, and a compressed copy beside it where that helps. */
function emit(name, content) {
  const bytes = Buffer.isBuffer(content) ? content : Buffer.from(content);
  const digest = sha256(bytes);
  const dot = name.lastIndexOf(".");
  const file = `${name.slice(0, dot)}.${digest.slice(0, 10)}${name.slice(dot)}`;
  writeFileSync(join(out, file), bytes);
  files[name] = { file, sha256: digest, bytes: bytes.length };
  if (!name.endsWith(".woff2")) {
    const packed = gzipSync(bytes, { level: 9 });
    packed[9] = 255; // the system it was packed on is nobody's business, and would differ between machines
    writeFileSync(join(out, `${file}.gz`), packed);
    files[name].gzip = packed.length;
  }
  return file;
}

const sass = (entry) => compile(join(here, entry), { style: "compressed", loadPaths: [modules], quietDeps: true }).css;

/** The icons the pages and the needs use, as one file of symbols. */
function sprite() {
  const names = new Set(icons);
  const needs = join(root, "seed_data/needs.csv");
  if (existsSync(needs)) {
    const [head, ...rows] = parse(text(needs));
    const column = head.indexOf("icon");
    for (const row of rows) if (row[column]) names.add(row[column]);
  }
  const symbols = [...names].sort().map((name) => {
    const svg = text(join(modules, "lucide-static/icons", `${name}.svg`));
    const inner = svg.replace(/<!--[\s\S]*?-->/g, "").replace(/^[\s\S]*?<svg[\s\S]*?>/, "").replace(/<\/svg>\s*$/, "");
    return `<symbol id="${name}" viewBox="0 0 24 24">${inner.replace(/\s*\n\s*/g, "")}</symbol>`;
  });
  return { names: [...names].sort(), svg: `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join("")}</svg>\n` };
}

/** The rows of a CSV text with quoted cells. */
function parse(csv) {
  const rows = [[""]];
  let quoted = false;
  for (let at = 0; at < csv.length; at += 1) {
    const row = rows[rows.length - 1];
    const char = csv[at];
    if (quoted && char === '"' && csv[at + 1] === '"') row[row.length - 1] += csv[(at += 1)];
    else if (char === '"') quoted = !quoted;
    else if (!quoted && char === ",") row.push("");
    else if (!quoted && char === "\n") rows.push([""]);
    else if (char !== "\r") row[row.length - 1] += char;
  }
  return rows.filter((row) => row.length > 1);
}

rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });

const base = sass("base.scss");
emit("base.css", base);
emit("base.rtl.css", rtlcss.process(base));

const fonts = join(modules, "@fontsource-variable/public-sans/files");
const latin = emit("public-sans-latin.woff2", read(join(fonts, "public-sans-latin-wght-normal.woff2")));
const extended = emit("public-sans-latin-ext.woff2", read(join(fonts, "public-sans-latin-ext-wght-normal.woff2")));
emit("site.css", sass("site.scss").replaceAll("public-sans-latin.woff2", latin).replaceAll("public-sans-latin-ext.woff2", extended));

const { names, svg } = sprite();
emit("icons.svg", svg);
emit("favicon.svg", text(join(here, "favicon.svg")));

// Leaflet asks for pictures of its own only for controls and markers that we do not use.
const leaflet = join(modules, "leaflet");
const named = { "leaflet.js": emit("leaflet.js", text(join(leaflet, "dist/leaflet.js")).replace(/\n?\/\/# sourceMappingURL=.*\s*$/, "\n")) };
named["leaflet.css"] = emit("leaflet.css", text(join(leaflet, "dist/leaflet.css")).replace(/[^{}]*\{[^{}]*url\([^{}]*\}/g, ""));

// Our own modules: the ones that import nothing first, so that main.js can name them with their hashes.
const js = join(root, "app/static/js");
const order = existsSync(js) ? readdirSync(js).filter((name) => name.endsWith(".js")).sort((a, b) => (a === "main.js") - (b === "main.js")) : [];
for (const name of order) {
  const source = text(join(js, name)).replace(/"\.\/([\w.-]+)"/g, (match, file) => (named[file] ? `"./${named[file]}"` : match));
  named[name] = emit(name, source);
}

const packages = Object.keys(JSON.parse(text(join(here, "package.json"))).dependencies).map((name) => {
  const { version, license } = JSON.parse(text(join(modules, name, "package.json")));
  return { name, version, licence: license };
});
// The licences of what is served; govuk-frontend's package has none in it, so its own lies here.
const served = ["@fontsource-variable/public-sans", "govuk-frontend", "leaflet", "lucide-static"];
const licence = (name) => (name === "govuk-frontend" ? join(here, "licences/govuk-frontend.txt") : join(modules, name, "LICENSE"));
emit("licences.txt", packages.filter(({ name }) => served.includes(name)).map(({ name, version }) =>
  `${name} ${version}\n${"=".repeat(72)}\n\n${text(licence(name)).replaceAll("\r\n", "\n").trim()}\n`).join("\n\n"));

const sources = {};
for (const folder of [here, join(here, "css"), join(here, "licences"), js]) {
  if (!existsSync(folder)) continue;
  for (const name of readdirSync(folder)) {
    if (/\.(css|scss|mjs|js|json|svg|txt)$/.test(name)) sources[relative(root, join(folder, name))] = sha256(read(join(folder, name)));
  }
}
const sorted = (record) => Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)));
const manifest = { packages, icons: names, files: sorted(files), sources: sorted(sources) };
writeFileSync(join(out, "manifest.json"), `${JSON.stringify(manifest, null, 2)}\n`);
console.log(Object.entries(files).map(([name, f]) => `${name.padEnd(26)} ${f.bytes} ${f.gzip ?? ""}`).join("\n"));
