// Builds the playground: build.mjs MODULE_FOLDER OUTPUT_FOLDER. The folder is static: page, style, and a worker that has the module in it.
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

const here = dirname(fileURLToPath(import.meta.url));
const web = join(here, "..");
const esbuild = createRequire(join(web, "package.json"))("esbuild");
const [module, output] = process.argv.slice(2);

/** No connection at all: what the page needs comes with it, from where it comes from. */
const policy = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "worker-src 'self'",
  "style-src 'self'",
  "img-src data:",
  "connect-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
].join("; ");

const common = { bundle: true, minify: true, jsx: "automatic", jsxImportSource: "preact", target: "es2022", charset: "utf8", legalComments: "none", write: false, absWorkingDir: here, nodePaths: [join(web, "node_modules")] };

async function bundled(entry, more = {}) {
  const result = await esbuild.build({ ...common, ...more, entryPoints: [join(here, "source", entry)], format: "iife" });
  return result.outputFiles[0].text;
}

function reportPage() {
  const folder = mkdtempSync(join(tmpdir(), "placement-playground-"));
  try {
    execFileSync(process.execPath, [join(web, "build.mjs"), "--report", join(folder, "report-page.html")]);
    return readFileSync(join(folder, "report-page.html"), "utf8");
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** What a source imports by the name report-page.html. */
const reportPlugin = {
  name: "report-page",
  setup(build) {
    build.onResolve({ filter: /^report-page\.html$/ }, () => ({ path: "report-page.html", namespace: "made" }));
    build.onLoad({ filter: /.*/, namespace: "made" }, () => ({ contents: reportPage(), loader: "text" }));
  },
};

async function worker() {
  const glue = readFileSync(join(module, "placement.js"), "utf8");
  const bytes = gzipSync(readFileSync(join(module, "placement.wasm")), { level: 9 }).toString("base64");
  return `${glue}\nvar placementBytes = "${bytes}";\n${await bundled("worker.ts")}`;
}

mkdirSync(output, { recursive: true });
writeFileSync(join(output, "worker.js"), await worker());
writeFileSync(join(output, "page.js"), await bundled("page.tsx", { loader: { ".xml": "text" }, plugins: [reportPlugin] }));
writeFileSync(join(output, "style.css"), await bundled("playground.css"));
writeFileSync(join(output, "index.html"), readFileSync(join(here, "source/index.html"), "utf8").replace("PAGE-POLICY", policy));
