// The module answers byte for byte as the program: same_answers.mjs PROGRAM [--time]. Exit status, standard output and standard error are
// compared, for the samples and for the CIBs in the folders that CLUSTERS names (separated by colons).
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, readdirSync, statSync } from "node:fs";
import { basename, dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { placementProgram } from "../for_node.mjs";
import { check, told } from "../../tests/checks.mjs";

const [program, ...options] = process.argv.slice(2);
const root = join(dirname(fileURLToPath(import.meta.url)), "../../..");
const samples = join(root, "cib-samples");
const most_of_a_folder = 200;
const most_compressed = 2.1e6;
const moment = "2026-01-01 00:00:00Z"; // for CIBs that do not say when they were saved

const module = await placementProgram();

/** All files of a folder by relative path. */
function filesIn(folder, at = folder) {
  return Object.assign({}, ...readdirSync(at, { withFileTypes: true }).map((each) => (each.isDirectory() ? filesIn(folder, join(at, each.name)) : { [relative(folder, join(at, each.name))]: new Uint8Array(readFileSync(join(at, each.name))) })));
}

function native(folder, words) {
  const { status, stdout, stderr } = spawnSync(program, words, { cwd: folder, encoding: "utf8", maxBuffer: 2 ** 30 });
  return { status, output: stdout, errors: stderr };
}

const shortened = (text) => JSON.stringify(text.slice(0, 120));
function difference(one, other) {
  for (const key of ["status", "output", "errors"]) {
    if (one[key] === other[key]) continue;
    if (key === "status") return `status ${one.status}, natively ${other.status}${one.failure ? ` (${one.failure})` : ""}: ${shortened(one.errors)}`;
    let at = 0;
    while (one[key][at] === other[key][at]) ++at;
    return `${key} at ${at}: ${shortened(one[key].slice(at))}, natively ${shortened(other[key].slice(at))}`;
  }
  return "";
}

async function compare(folder, files, words) {
  const here = await module.ask({ arguments: words, files });
  const there = native(folder, words);
  const differs = difference(here, there);
  check(`${basename(folder)}: ${words.join(" ")}`, differs === "", differs);
}

/** The first node and the first service by the program's own answer. */
function parts(folder, cib) {
  const { output } = native(folder, [cib, "--format", "json"]);
  if (output === "") return {};
  const answer = JSON.parse(output);
  return { node: answer.nodes[0]?.name, service: answer.resources.find((each) => each.service)?.id };
}

async function compareSamples() {
  const files = filesIn(samples);
  const cibs = Object.keys(files).filter((each) => !each.includes("/") && each.endsWith(".xml"));
  for (const cib of cibs) {
    const { node, service } = parts(samples, cib);
    const questions = [
      [cib, "--format", "json"],
      [cib, "--fail", node, "--format", "json", "--scores"],
      [cib, "--fail", node, "--steps"],
      ["sweep", cib, "--format", "json"],
      ["lint", cib, "--format", "json"],
      ["report", cib, "--format", "json"],
      ...(service ? [["explain", cib, service, "--format", "json"], ["margin", cib, service, "--fail", node, "--format", "json"]] : []),
    ];
    for (const words of questions) await compare(samples, files, words);
  }
  for (const file of Object.keys(files).filter((each) => each.endsWith(".yaml") && !each.includes("/"))) {
    await compare(samples, files, ["test", file, "--format", "json"]);
    await compare(samples, files, ["run", file]);
  }
  const more = [
    ["diff", "postgres-outage.xml", "postgres-outage-fixed.xml", "--format", "json"],
    ["repair", "postgres-reverse.xml", "--fail", "pg01", "--format", "json"],
    ["verify", "web-server.xml", "--format", "json"],
    ["agents"],
    ["releases"],
    ["history", "postgres-outage.xml", "--format", "json"],
    ["--help"],
    ["nonsense"],
    ["absent.xml"],
    ["web-server.xml", "--fail", "absent"],
  ];
  for (const words of more) await compare(samples, files, words);
}

async function compareFolder(folder) {
  if (!existsSync(folder)) {
    console.log(`${folder} is not there: left out`);
    return;
  }
  const cibs = readdirSync(folder).filter((each) => each.endsWith(".xml") && statSync(join(folder, each)).isFile());
  const step = Math.max(1, Math.floor(cibs.length / most_of_a_folder));
  const chosen = cibs.filter((_each, number) => number % step === 0).slice(0, most_of_a_folder);
  for (const cib of chosen) await compare(folder, { [cib]: new Uint8Array(readFileSync(join(folder, cib))) }, [cib, "--at", moment, "--format", "json", "--scores"]);
  console.log(`${chosen.length} CIBs of ${folder}`);
}

async function compressedInputs() {
  const text = readFileSync(join(samples, "web-server.xml"));
  const packed = new Uint8Array(spawnSync("bzip2", ["-c"], { input: text }).stdout ?? []);
  const plain = await module.ask({ arguments: ["cib.xml"], files: { "cib.xml": text.toString() } });
  const read = await module.ask({ arguments: ["cib.xml.bz2"], files: { "cib.xml.bz2": packed } });
  check("a .bz2 file is read", read.status === plain.status && read.output === plain.output.replaceAll("cib.xml", "cib.xml.bz2"));
  check("the text of a .bz2 file", (await module.textOf("cib.xml.bz2", packed)).text === text.toString());
  check("a damaged file has no text", (await module.textOf("cib.xml.bz2", packed.slice(0, 100))).text === null);
}

async function whatItWrites() {
  const files = { "cib.xml": new Uint8Array(readFileSync(join(samples, "web-server.xml"))) };
  const { files: written } = await module.ask({ arguments: ["cib.xml", "--dot", "first.dot"], files });
  check("a file that was written", Object.keys(written).join() === "first.dot");
  const { files: nothing } = await module.ask({ arguments: ["cib.xml"], files });
  check("nothing of the question before is left", Object.keys(nothing).length === 0);
}

async function progressIsTold() {
  const files = { "cib.xml": new Uint8Array(readFileSync(join(samples, "postgres-outage.xml"))) };
  const told = [];
  const answer = await module.ask({ arguments: ["sweep", "cib.xml", "--format", "json"], files }, (done, total) => told.push([done, total]));
  check("a sweep tells how far it is", told.length > 2 && told.every(([done, total]) => done <= total), JSON.stringify(told));
  check("progress is no complaint", !answer.errors.includes(" of "), shortened(answer.errors));
}

/** A module with no more memory than it begins with says so, and the next question is answered. */
async function memoryRunsOut() {
  const nodes = Array.from({ length: 40 }, (_each, number) => `<node id="${number}" uname="node${number}"/>`).join("");
  const resources = Array.from({ length: 40000 }, (_each, number) => `<primitive id="r${number}" class="ocf" provider="pacemaker" type="Dummy"/>`).join("");
  const cib = `<cib validate-with="pacemaker-3.9" admin_epoch="0" epoch="1" num_updates="0"><configuration><crm_config/><nodes>${nodes}</nodes><resources>${resources}</resources><constraints/></configuration><status/></cib>`;
  const answer = await module.ask({ arguments: ["cib.xml", "--assume-online"], files: { "cib.xml": cib } });
  check("too large a cluster is an answer", answer.failure === "memory" || /out of memory/.test(answer.errors) || answer.status !== null, JSON.stringify(answer.failure));
  const after = await module.ask({ arguments: ["web-server.xml"], files: { "web-server.xml": new Uint8Array(readFileSync(join(samples, "web-server.xml"))) } });
  check("the module goes on", after.status === 0 || after.status === 1, after.errors);
}

function size() {
  const wasm = readFileSync(join(root, "build/wasm/module/web/module/placement.wasm"));
  const compressed = gzipSync(wasm, { level: 9 }).length;
  console.log(`the module: ${wasm.length} bytes, ${compressed} by gzip, ${brotliCompressSync(wasm).length} by brotli`);
  check("the module is small", compressed < most_compressed, `${compressed} bytes`);
}

/** The median of several runs, natively without the start of a process: --version takes that long. */
async function times() {
  const median = (numbers) => numbers.sort((one, other) => one - other)[Math.floor(numbers.length / 2)];
  const all = filesIn(samples);
  const measured = async (begin) => {
    const found = [];
    for (let run = 0; run < 9; ++run) {
      const start = performance.now();
      await begin();
      found.push(performance.now() - start);
    }
    return median(found);
  };
  const start = await measured(() => native(samples, ["--version"]));
  const questions = [["sweep", "sap-hana-scale-up.xml", "--jobs", "1", "--depth", "2", "--format", "json"], ["sweep", "rabbitmq.xml", "--jobs", "1", "--depth", "2", "--format", "json"], ["lint", "postgres-outage.xml", "--jobs", "1", "--format", "json"], ["test", "postgres-outage-2017.yaml"]];
  for (const words of questions) {
    const there = (await measured(() => native(samples, words))) - start;
    const named = words[1].endsWith(".yaml") ? ["postgres-outage-2017.yaml", "postgres-outage-2017.xml", "postgres-outage-2017-fixed.xml"] : [words[1]];
    const files = Object.fromEntries(named.map((each) => [each, all[each]]));
    const here = await measured(() => module.ask({ arguments: words, files }));
    console.log(`${words.join(" ")}: ${here.toFixed(1)} ms, natively ${there.toFixed(1)} ms: ${(here / there).toFixed(2)} times (node.js ${process.version})`);
  }
}

if (options.includes("--time")) {
  await times();
} else {
  size();
  await compareSamples();
  for (const folder of (process.env.CLUSTERS ?? "").split(":").filter((each) => each !== "")) await compareFolder(folder);
  await compressedInputs();
  await whatItWrites();
  await progressIsTold();
  await memoryRunsOut();
}
process.exit(told());
