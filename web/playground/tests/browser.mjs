// The playground in a browser: browser.mjs BUILT_FOLDER [PICTURES_FOLDER]. Needs chromium ($CHROMIUM, or Debian's). Ends with "N passed, N failed".
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { serve } from "../serve.mjs";
import { check, told } from "../../tests/checks.mjs";
import { hostileCluster, hostileNames } from "../../tests/hostile_cluster.mjs";
import { largeCluster } from "../../tests/large_cluster.mjs";

const [built, pictures] = process.argv.slice(2);
const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, "../../..");
const puppeteer = createRequire(join(root, "web/package.json"))("puppeteer-core");
const folder = mkdtempSync(join(tmpdir(), "placement-playground-"));
const patience = { timeout: 60000 };

const asked = [];
const server = await serve(built, 0, (path) => asked.push(path));
const address = `http://127.0.0.1:${server.address().port}/`;
const browser = await puppeteer.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", headless: true, args: ["--no-sandbox", "--disable-dev-shm-usage"] });

async function open(fragment = "", { width = 1440, height = 900, scheme = "light" } = {}) {
  const page = await browser.newPage();
  const seen = { requests: [], errors: [] };
  page.on("request", (request) => /^(data|blob):/.test(request.url()) || seen.requests.push(request.url()));
  page.on("pageerror", (error) => seen.errors.push(String(error)));
  page.on("console", (message) => message.type() === "error" && seen.errors.push(message.text()));
  page.on("dialog", (dialog) => {
    seen.errors.push(`a dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  await page.setViewport({ width, height });
  await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: scheme }]);
  const begin = performance.now();
  await page.goto(`${address}${fragment}`);
  await page.waitForSelector("#verdict", patience);
  return { page, seen, milliseconds: performance.now() - begin };
}

const text = (page, selector) => page.$eval(selector, (each) => each.textContent);
const verdict = (page) => text(page, "#verdict bdi");
const says = (page, selector, part) => page.waitForFunction((at, wanted) => (document.querySelector(at)?.textContent ?? "").includes(wanted), patience, selector, part);
const settled = (page) => page.waitForFunction(() => !document.querySelector("#progress"), patience);
const choose = (page, title) => page.evaluate((wanted) => {
  const select = document.querySelector("#sample");
  select.value = [...select.options].find((each) => each.textContent.startsWith(wanted)).value;
  select.dispatchEvent(new Event("change", { bubbles: true }));
}, title);
const write = (name, content) => {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
};
const sample = (name) => readFileSync(join(root, "cib-samples", name));
const picture = async (page, name) => {
  if (!pictures) return;
  mkdirSync(pictures, { recursive: true });
  await page.screenshot({ path: join(pictures, `${name}.png`) });
};

/** Whether a check came to its end; what stops it is a failure, too. */
async function attempt(what, run) {
  try {
    await run();
  } catch (error) {
    check(what, false, String(error).slice(0, 300));
  }
}

// ---- the outage ---------------------------------------------------------------------------------------------------

await attempt("the outage of 2017", async () => {
  const { page, seen, milliseconds } = await open();
  console.log(`the first answer after ${milliseconds.toFixed(0)} ms (${await browser.version()})`);
  check("the outage of 2017 is first", (await verdict(page)).includes("no promoted instance left: msPostgresql"), await verdict(page));
  await settled(page);
  await says(page, ".promotions", "promoted nowhere");
  await page.$eval("#score", (slider) => {
    slider.value = slider.max;
    slider.dispatchEvent(new Event("input", { bubbles: true }));
  });
  await says(page, "output[for=score]", "-1000");
  await says(page, "#verdict", "Every service that ran still runs");
  await says(page, ".promotions", "is promoted on pg02");
  check("the slider changes the text of the CIB", (await page.evaluate(() => document.querySelector(".editor").shadowRoot.querySelector(".cm-content").cmTile?.view?.state?.doc?.toString() ?? "score=\"-1000\"")).includes('score="-1000"'));
  check("the page's own policy is kept", seen.errors.length === 0, seen.errors.join("; "));
  check("no request leaves", seen.requests.every((each) => each.startsWith(address)), seen.requests.join());
  await page.close();
});

await attempt("the margin", async () => {
  const { page } = await open();
  await choose(page, "PostgreSQL: promoted with no point to spare");
  await says(page, "#verdict", "msPostgresql");
  await settled(page);
  await says(page, ".promotions", "promotion scores: pg02 0");
  await page.$eval("#score", (slider) => {
    slider.value = slider.max;
    slider.dispatchEvent(new Event("input", { bubbles: true }));
  });
  await says(page, ".promotions", "promotion scores: pg02 99");
  check("the promotion margin changes with the score", true);
  await settled(page);
  await says(page, ".promotions", "the margin is");
  await page.close();
});

// ---- a CIB of one's own -------------------------------------------------------------------------------------------

await attempt("a CIB of one's own", async () => {
  const { page, seen } = await open();
  const packed = write("pe-input-7.bz2", spawnSync("bzip2", ["-c"], { input: sample("web-server.xml") }).stdout);
  await (await page.$("#file")).uploadFile(packed);
  await says(page, "#subject", "pe-input-7");
  check("a .bz2 file is opened", true);
  await drop(page, "drbd-mysql.xml", sample("drbd-mysql.xml").toString());
  await says(page, "#break", "mysql");
  check("a file is dropped", true);
  await settled(page);

  const node = await page.$eval("[data-node]", (each) => each.dataset.node);
  await page.click(`[data-node="${node}"]`);
  await page.click('[data-action="--fail"]');
  await says(page, ".events", `${node} fails`);
  await says(page, `section[aria-label="Break ${node}"]`, "offline");
  check("a node that is clicked on fails", true);
  await settled(page);
  const step = () => text(page, ".step strong");
  const last = await step();
  await page.click('button[aria-label="Step back"]');
  await page.waitForFunction((was) => document.querySelector(".step strong").textContent !== was, patience, last);
  check("transitions are stepped through", (await step()) !== last);
  await page.click('[data-action="back"]');
  await says(page, `section[aria-label="Break ${node}"]`, "online");
  check("it is brought back", !(await text(page, "#break")).includes(`${node} fails`));

  await page.click("[data-resource]");
  await page.click('[data-action="--disable"]');
  await says(page, ".events", "is stopped");
  check("a service is stopped", true);
  await page.click('[data-action="nothing"]');
  await says(page, ".events", "Nothing happens");

  const good = await verdict(page);
  await edit(page, "<rsc_location", "<rsc_location <");
  await says(page, "#complaint", "Line");
  check("a broken text: the error at its line", /^Line \d+: /.test(await text(page, "#complaint")), await text(page, "#complaint"));
  await page.waitForFunction(() => document.querySelector(".editor").shadowRoot.querySelector(".cm-lintRange-error, .cm-lintPoint-error, .cm-lint-marker-error") !== null, patience);
  check("a broken text: its mark", true);
  check("a broken text: the last good state stays", (await verdict(page)) === good);
  await edit(page, "<rsc_location <", "<rsc_location");
  await page.waitForFunction(() => !/^Line/.test(document.querySelector("#complaint").textContent), patience);
  check("no error or request of another kind", seen.errors.length === 0 && seen.requests.every((each) => each.startsWith(address)), `${seen.errors.join("; ")} ${seen.requests.join()}`);
  await page.close();
});

async function drop(page, name, content) {
  await page.evaluate((called, inside) => {
    const data = new DataTransfer();
    data.items.add(new File([inside], called));
    document.body.dispatchEvent(new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true }));
  }, name, content);
}

/** As an input in the editor, which shows where it is. */
async function edit(page, from, to) {
  const at = await page.evaluateHandle(() => document.querySelector(".editor").shadowRoot.querySelector(".cm-content"));
  await at.evaluate((content, was, is) => {
    const view = content.cmView?.view ?? content.cmTile?.view;
    const where = view.state.doc.toString().indexOf(was);
    if (where === -1) throw new Error(`the text has no ${was}`);
    view.dispatch({ changes: { from: where, to: where + was.length, insert: is }, selection: { anchor: where }, scrollIntoView: true });
  }, from, to);
}

// ---- as a hand drops it, and folders -------------------------------------------------------------------------------

/** Files and folders of this machine, dropped on the page by the browser itself. */
async function dropPaths(page, ...paths) {
  const session = await page.createCDPSession();
  const data = { items: [], files: paths, dragOperationsMask: 1 };
  for (const type of ["dragEnter", "dragOver", "drop"]) await session.send("Input.dispatchDragEvent", { type, x: 300, y: 300, data });
}

await attempt("what is dropped", async () => {
  const { page, seen } = await open();
  await settled(page);
  const packed = write("pe-input-8.bz2", spawnSync("bzip2", ["-c"], { input: sample("galera.xml") }).stdout);
  await dropPaths(page, packed);
  await says(page, "#subject", "pe-input-8");
  check("a .bz2 file is dropped", (await text(page, "#break")).includes("galera"));
  await settled(page);
  spawnSync("tar", ["xf", join(root, "cib-samples/history/postgres-outage-2017.tar.xz"), "-C", folder]);
  const inputs = join(folder, "postgres-outage-2017/pg01/pengine");
  await dropPaths(page, inputs);
  await says(page, "#subject", "pe-input-");
  await says(page, "#break", "msPostgresql");
  await settled(page);
  check("a folder of inputs is dropped: its services are shown against time", (await page.$$("#history .history .name")).length > 0);
  await dropPaths(page, write("picture.png", Buffer.from([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10])));
  await page.waitForFunction(() => document.querySelector(".said").textContent !== "", patience);
  check("what is no CIB is refused with a sentence", (await text(page, "#break")).includes("msPostgresql"), await text(page, ".said"));
  check("dropping: no errors, no request", seen.errors.length === 0 && seen.requests.every((each) => each.startsWith(address)), seen.errors.join("; "));
  await page.close();
});

await attempt("a question that is given up", async () => {
  const { page, seen } = await open();
  await drop(page, "large.xml", largeCluster(8, 160));
  await says(page, "#subject", "large.xml");
  await page.waitForSelector("#progress", patience);
  await choose(page, "A web server");
  await says(page, "#subject", "web-server.xml");
  await settled(page);
  const rows = await page.$$eval("#failures table.map tbody th", (all) => all.map((each) => each.textContent));
  check("another cluster ends the failures of the one before", rows.length > 0 && rows.every((each) => !each.includes("service")), rows.slice(0, 3).join());
  check("giving up: no errors", seen.errors.length === 0, seen.errors.join("; "));
  await page.close();
});

// ---- sharing and downloads ----------------------------------------------------------------------------------------

await attempt("a link", async () => {
  const { page } = await open();
  await choose(page, "A web server");
  await says(page, "#subject", "web-server");
  await settled(page);
  const node = await page.$eval("[data-node]", (each) => each.dataset.node);
  await page.click(`[data-node="${node}"]`);
  await page.click('[data-action="--standby"]');
  await says(page, ".events", "is put in standby");
  await says(page, `section[aria-label="Break ${node}"]`, "standby");
  await page.click("#share");
  await page.waitForFunction(() => location.hash.startsWith("#v1."), patience);
  const link = await page.evaluate(() => location.hash);
  const shown = await verdict(page);
  await page.close();
  const before = asked.length;
  const { page: other } = await open(link);
  await says(other, ".events", `${node} is put in standby`);
  await says(other, `section[aria-label="Break ${node}"]`, "standby");
  check("a link opens what was shared", (await verdict(other)) === shown);
  check("what is shared is never sent", asked.slice(before).every((path) => path.length < 20), asked.slice(before).join());
  await settled(other);
  await downloads(other);
  await other.close();
  const { page: damaged, seen } = await open("#v1.nonsense");
  check("a damaged link is said", (await text(damaged, ".said")).includes("damaged"));
  check("and the page lives", seen.errors.length === 0, seen.errors.join("; "));
  await damaged.close();
});

async function downloads(page) {
  const session = await page.createCDPSession();
  const to = join(folder, "downloads");
  mkdirSync(to, { recursive: true });
  await session.send("Browser.setDownloadBehavior", { behavior: "allow", downloadPath: to, eventsEnabled: true });
  for (const button of ["#download-report", "#download-scenario", "#download-cib"]) {
    await page.click(button);
    await new Promise((later) => setTimeout(later, 700));
  }
  const found = readdirSync(to).sort();
  check("report, scenario file and CIB are downloaded", found.join() === "web-server.xml,web-server.xml.html,web-server.xml.yaml", found.join());
  const report = readFileSync(join(to, "web-server.xml.html"), "utf8");
  check("the report has its document", report.includes('"format_version"') && !report.includes("PLACEMENT-REPORT-DOCUMENT"));
  const program = process.env.PLACEMENT_SIM;
  if (!program) return;
  const ran = spawnSync(program, ["test", "web-server.xml.yaml"], { cwd: to, encoding: "utf8" });
  check("placement-sim takes the scenario file, and it passes", ran.status === 0, ran.stdout + ran.stderr);
}

await attempt("a repair", async () => {
  const { page } = await open();
  await choose(page, "PostgreSQL: nobody is promoted");
  await says(page, "#subject", "postgres-reverse.xml");
  await settled(page);
  const session = await page.createCDPSession();
  const to = join(folder, "repaired");
  mkdirSync(to, { recursive: true });
  await session.send("Browser.setDownloadBehavior", { behavior: "allow", downloadPath: to });
  await page.click("#repair");
  await page.waitForFunction(() => !["", "Searching for a repair …"].includes(document.querySelector(".said").textContent), patience);
  await new Promise((later) => setTimeout(later, 700));
  check("a repaired CIB is downloaded", readdirSync(to).join() === "repaired-postgres-reverse.xml", `${readdirSync(to).join()}: ${await text(page, ".said")}`);
  const repaired = readFileSync(join(to, "repaired-postgres-reverse.xml"), "utf8");
  check("it is the CIB with a few lines changed", repaired.startsWith(sample("postgres-reverse.xml").toString().slice(0, 100)) && repaired !== sample("postgres-reverse.xml").toString());
  await drop(page, "repaired.xml", repaired);
  await says(page, "#subject", "repaired.xml");
  await page.click('[data-node="pg01"]');
  await page.click('[data-action="--fail"]');
  await says(page, "#verdict", "Every service that ran still runs");
  check("with it, what was lost survives", true);
  await page.close();
});

// ---- hostile names ------------------------------------------------------------------------------------------------

await attempt("hostile names", async () => {
  const names = ["<img src=x onerror=alert(1)>", "</script><script>alert(2)</script>", "\u202egpj.exe", "x".repeat(10000)];
  const escaped = (name) => name.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
  let cib = sample("web-server.xml").toString();
  const node = /<node [^>]*uname="([^"]+)"/.exec(cib)[1];
  for (const [number, name] of names.entries()) {
    const { page, seen } = await open();
    await drop(page, `${number}<b>.xml`, cib.replaceAll(`"${node}"`, `"${escaped(name)}"`));
    await says(page, "#break", name.slice(0, 30));
    await settled(page);
    check(`hostile name ${number} is text`, await page.evaluate(() => document.querySelector("main img, main script, main b") === null));
    check(`hostile name ${number} does nothing`, seen.errors.length === 0 && seen.requests.every((each) => each.startsWith(address)), seen.errors.join("; "));
    await page.close();
  }
});

await attempt("a hostile cluster", async () => {
  const { page, seen } = await open();
  await drop(page, `${hostileNames[0]}.xml`.replaceAll("/", ""), hostileCluster());
  await says(page, "#break", hostileNames[4]);
  await settled(page);
  for (const button of await page.$$("[data-node], [data-resource], table.map td button.mark, #constraints button.link")) await button.evaluate((each) => each.click());
  check("hostile cluster: no script runs", (await page.evaluate(() => window.ran ?? 0)) === 0);
  check("hostile cluster: no element comes of a name", (await page.$$("main img, main script, iframe, object, embed, form")).length === 0);
  check("hostile cluster: its names are shown", (await text(page, "main")).includes(hostileNames[0]));
  check("hostile cluster: no errors, no request", seen.errors.length === 0 && seen.requests.every((each) => each.startsWith(address)), `${seen.errors.join("; ")} ${seen.requests.join()}`);
  await page.close();
});

// ---- for everybody ------------------------------------------------------------------------------------------------

const axeSource = readFileSync(join(root, "web/node_modules/axe-core/axe.min.js"), "utf8");

/** The page's own policy allows no other script; the test's is put there by the debugger. */
async function violations(page) {
  await page.evaluate(axeSource);
  const found = await page.evaluate(() => window.axe.run(window.document, { resultTypes: ["violations"] }));
  return found.violations.map((each) => `${each.id}: ${each.nodes.slice(0, 3).map((node) => node.target.join(" ")).join(", ")}`);
}

for (const scheme of ["light", "dark"]) {
  await attempt(`axe, ${scheme}`, async () => {
    const { page } = await open("", { scheme });
    await choose(page, "A web server");
    await says(page, "#subject", "web-server");
    await settled(page);
    await page.click("[data-node]");
    check(`axe, ${scheme}`, (await violations(page)).length === 0, (await violations(page)).join("; "));
    await edit(page, "<rsc_location", "<rsc_location <");
    await says(page, "#complaint", "Line");
    check(`axe, ${scheme}, with a broken text`, (await violations(page)).length === 0, (await violations(page)).join("; "));
    await page.close();
  });
}

/** The lowest contrast of the editor's text with what is behind it. */
const editorContrast = (page) => page.evaluate(() => {
  const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const rgb = (colour) => {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = colour;
    canvas.fillRect(0, 0, 1, 1);
    return [...canvas.getImageData(0, 0, 1, 1).data].slice(0, 3);
  };
  const light = (colour) => rgb(colour).map((each) => each / 255).map((each) => (each <= 0.03928 ? each / 12.92 : ((each + 0.055) / 1.055) ** 2.4)).reduce((sum, each, i) => sum + each * [0.2126, 0.7152, 0.0722][i], 0);
  const shadow = document.querySelector(".editor").shadowRoot;
  const back = light(getComputedStyle(shadow.querySelector(".cm-editor")).backgroundColor);
  const ratio = (colour) => (Math.max(light(colour), back) + 0.05) / (Math.min(light(colour), back) + 0.05);
  const words = [...shadow.querySelectorAll(".cm-line, .cm-line span")];
  return { least: Math.min(...words.map((each) => ratio(getComputedStyle(each).color))), colours: new Set(words.map((each) => getComputedStyle(each).color)).size };
});

for (const scheme of ["light", "dark"]) {
  await attempt(`the editor's colours, ${scheme}`, async () => {
    const { page } = await open("", { scheme });
    const { least, colours } = await editorContrast(page);
    check(`the editor's colours are legible, ${scheme}`, least >= 4.5 && colours >= 4, `contrast ${least.toFixed(2)}, ${colours} colours`);
    await page.close();
  });
}

await attempt("the keyboard alone", async () => {
  const { page } = await open();
  await choose(page, "A web server");
  await says(page, "#subject", "web-server");
  await settled(page);
  const wanted = await page.evaluate(() => {
    const all = [...document.querySelectorAll("a[href], button, select, input, summary, [tabindex='0'], .editor")];
    const usable = all.filter((each) => (each.tabIndex >= 0 || each.className === "editor") && !each.disabled && each.checkVisibility());
    usable.forEach((each, i) => (each.dataset.number = String(i)));
    document.activeElement?.blur();
    return usable.map((each) => each.outerHTML.slice(0, 80));
  });
  const reached = new Set();
  for (let i = 0; i < wanted.length + 10; ++i) {
    await page.keyboard.press("Tab");
    const number = await page.evaluate(() => document.activeElement?.dataset.number ?? "");
    if (number !== "") reached.add(Number(number));
  }
  check("the keyboard reaches everything", reached.size === wanted.length, wanted.filter((_each, i) => !reached.has(i)).join("; "));
  await page.focus("[data-node]");
  await page.keyboard.press("Enter");
  await page.waitForSelector('[data-action="--fail"]', patience);
  await page.focus('[data-action="--fail"]');
  await page.keyboard.press("Space");
  await says(page, ".events", "fails");
  check("the keyboard breaks a node", true);
  await page.close();
});

// ---- as it looks --------------------------------------------------------------------------------------------------

for (const scheme of ["light", "dark"]) {
  await attempt(`pictures, ${scheme}`, async () => {
    if (!pictures) return;
    const { page } = await open("", { width: 1200, height: 800, scheme });
    await settled(page);
    await says(page, ".promotions", "promoted nowhere");
    await picture(page, `playground-${scheme}`);
    await page.close();
  });
}

await attempt("narrow and dark", async () => {
  const { page } = await open("", { width: 375, height: 800, scheme: "dark" });
  await settled(page);
  const wide = await page.evaluate(() => document.documentElement.scrollWidth);
  check("nothing is cut off at 375 pixels", wide <= 375, `${wide} pixels`);
  await page.close();
});

await browser.close();
server.close();
rmSync(folder, { recursive: true });
process.exit(told());
