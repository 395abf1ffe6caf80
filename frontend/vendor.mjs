// Copies what the pages use from node_modules into static/vendor: the compiled USWDS stylesheet with only
// the fonts and pictures it names, and htmx. Runs after `npm ci`; static/vendor is never committed.
import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const vendor = join(root, "static", "vendor");
const uswds = join(root, "node_modules", "@uswds", "uswds", "dist");
const UNUSED = /@font-face\{[^}]*(?:Merriweather|Roboto Mono) Web[^}]*\}/g;
const SOURCE_MAP = /\/[*/][#@] sourceMappingURL=[^\n]*?(?:\*\/)?\s*$/;

function withoutSourceMap(path) {
  return readFileSync(path, "utf8").replace(SOURCE_MAP, "").trimEnd() + "\n";
}

function write(path, text) {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

function copyNamedFiles(css, cssFolder) {
  for (const [, named] of css.matchAll(/url\(["']?([^"')]+)["']?\)/g)) {
    const path = normalize(join(cssFolder, named.split(/[?#]/)[0]));
    mkdirSync(dirname(join(vendor, "uswds", path)), { recursive: true });
    copyFileSync(join(uswds, path), join(vendor, "uswds", path));
  }
}

rmSync(vendor, { recursive: true, force: true });
const css = withoutSourceMap(join(uswds, "css", "uswds.min.css")).replace(UNUSED, "");
write(join(vendor, "uswds", "css", "uswds.min.css"), css);
copyNamedFiles(css, "css");
write(
  join(vendor, "htmx", "htmx.min.js"),
  withoutSourceMap(join(root, "node_modules", "htmx.org", "dist", "htmx.min.js")),
);
