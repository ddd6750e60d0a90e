// The module in node.js: `const program = await placementProgram();`
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { Program } from "./program.mjs";

const built = fileURLToPath(new URL("../../build/wasm/module/web/module/", import.meta.url));

/** @param {string} [folder] where placement.js and placement.wasm are */
export async function placementProgram(folder = built) {
  const make = createRequire(import.meta.url)(`${folder}/placement.js`);
  const compiled = await WebAssembly.compile(readFileSync(`${folder}/placement.wasm`));
  return new Program(make, { instantiateWasm: withModule(compiled) });
}

/** Makes instances of what was compiled once. */
export function withModule(compiled) {
  return (imports, use) => {
    WebAssembly.instantiate(compiled, imports).then((instance) => use(instance, compiled));
    return {};
  };
}
