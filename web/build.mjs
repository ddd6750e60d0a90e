// Builds the report's page: build.mjs --report FILE [--header FILE]; for its tests: build.mjs --tests FOLDER.
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import * as esbuild from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
const options = new Map();
for (let i = 2; i < process.argv.length; i += 2) options.set(process.argv[i], process.argv[i + 1]);

const common = { bundle: true, jsx: "automatic", jsxImportSource: "preact", target: "es2020", charset: "utf8", legalComments: "none", write: false, absWorkingDir: here };

async function bundled(entry) {
  const result = await esbuild.build({ ...common, entryPoints: [join(here, entry)], format: "iife", minify: true });
  return result.outputFiles[0].text.trim();
}

const digest = (text) => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;

/** A text of which nothing ends the element that it stands in. */
const within = (text) => text.replaceAll("</script", "<\\/script").replaceAll("<!--", "<\\!--");

async function reportPage() {
  const program = within(await bundled("source/report.tsx"));
  const style = await bundled("source/style.css").then((text) => text.trim());
  // Styles of elements (a height, say) are set by the program through the object model, which needs no permission.
  const policy = `default-src 'none'; script-src ${digest(program)}; style-src ${digest(style)}; base-uri 'none'; form-action 'none'`;
  const page = readFileSync(join(here, "source/report.html"), "utf8");
  return page
    .replace("PAGE-POLICY", () => policy)
    .replace("PAGE-STYLE", () => style)
    .replace("PAGE-PROGRAM", () => program);
}

function write(path, text) {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

/** The bytes as an array of C++. */
function header(text) {
  const bytes = [...Buffer.from(text, "utf8")];
  const lines = [];
  for (let i = 0; i < bytes.length; i += 32) lines.push(bytes.slice(i, i + 32).join(","));
  return `#pragma once\n\nnamespace placement {\nconstexpr unsigned char report_page_bytes[] = {\n${lines.join(",\n")}};\n}\n`;
}

if (options.has("--report")) {
  const page = await reportPage();
  if (page.split("PLACEMENT-REPORT-DOCUMENT").length !== 2) throw new Error("the page needs exactly one place for its document");
  write(options.get("--report"), page);
  if (options.has("--header")) write(options.get("--header"), header(page));
}
if (options.has("--tests")) {
  const tests = readdirSync(join(here, "tests")).filter((each) => each.endsWith(".test.ts") || each.endsWith(".test.tsx"));
  await esbuild.build({ ...common, entryPoints: tests.map((each) => join(here, "tests", each)), platform: "node", format: "esm", write: true, outdir: options.get("--tests"), outExtension: { ".js": ".mjs" }, external: ["node:*"] });
}
