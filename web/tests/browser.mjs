// The report in a browser: browser.mjs PROGRAMS_FOLDER [PICTURES_FOLDER]. Needs chromium ($CHROMIUM, or Debian's). Ends with the number of
// checks that failed.
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import puppeteer from "puppeteer-core";
import { hostileCluster, hostileNames } from "./hostile_cluster.mjs";
import { largeCluster } from "./large_cluster.mjs";
import { check, told } from "./checks.mjs";

const [programs, pictures] = process.argv.slice(2);
const root = join(dirname(fileURLToPath(import.meta.url)), "../..");
const folder = mkdtempSync(join(tmpdir(), "placement-report-"));
const axeSource = readFileSync(join(root, "web/node_modules/axe-core/axe.min.js"), "utf8");
let followed = 0; ///< constraints, from the ledger to everywhere else

function report(name, cib, ...options) {
  const page = join(folder, `${name}.html`);
  // By its path within the project, as the pictures show it.
  execFileSync(resolve(programs, "placement-sim"), ["report", relative(root, cib), ...options, "-o", page], { cwd: root, stdio: ["ignore", "ignore", "inherit"] });
  const html = readFileSync(page, "utf8");
  const json = JSON.parse(html.match(/<script type="application\/json" id="document">(.*?)<\/script>/s)[1]);
  return { name, page, html, json };
}

/** The same report with another document. */
function changed(of, name, change) {
  const json = structuredClone(of.json);
  change(json);
  const page = join(folder, `${name}.html`);
  writeFileSync(page, of.html.replace(/(<script type="application\/json" id="document">).*?(<\/script>)/s, (_, begin, end) => begin + JSON.stringify(json).replaceAll("<", "\\u003c") + end));
  return { name, page, json };
}

const sample = (name) => join(root, "cib-samples", name);
const written = (name, text) => {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
};

const browser = await puppeteer.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  headless: true,
  args: ["--no-sandbox", "--disable-dev-shm-usage", "--force-color-profile=srgb", "--hide-scrollbars"],
});

/** A page with the report open; `seen` counts what it asked for and what it complained of. */
async function open(of, { width = 1440, height = 900, scheme = "light" } = {}) {
  const page = await browser.newPage();
  const seen = { requests: [], errors: [] };
  page.on("request", (request) => request.url().startsWith("data:") || seen.requests.push(request.url()));
  page.on("pageerror", (error) => seen.errors.push(String(error)));
  page.on("console", (message) => message.type() === "error" && seen.errors.push(message.text()));
  await page.setViewport({ width, height });
  await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: scheme }]);
  const begin = performance.now();
  await page.goto(pathToFileURL(of.page).href, { waitUntil: "load" });
  await page.waitForSelector("main section h2");
  await page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))));
  return { page, seen, milliseconds: performance.now() - begin };
}

async function violations(page) {
  // The page's own policy allows no other script; the test's is put there by the debugger.
  await page.evaluate(axeSource);
  const found = await page.evaluate(() => window.axe.run(window.document, { resultTypes: ["violations"] }));
  return found.violations.map((each) => `${each.id}: ${each.nodes.slice(0, 3).map((node) => node.target.join(" ")).join(", ")}`);
}

// ---- what every report has --------------------------------------------------------------------------------------

async function checkSections(of, page, wanted) {
  const sections = await page.$$eval("main > section", (all) => all.map((each) => each.id));
  check(`${of.name}: its sections`, JSON.stringify(sections) === JSON.stringify(wanted), sections.join());
  const dead = await page.$$eval("a[href^='#']", (all) => all.map((each) => each.getAttribute("href")).filter((each) => !window.document.querySelector(each)));
  check(`${of.name}: links lead somewhere`, dead.length === 0, dead.join());
  check(`${of.name}: the verdict stands first`, (await page.$eval("h1", (each) => each.textContent)).includes(of.json.answer.events.length > 0 ? of.json.answer.verdict : of.json.failures.verdict));
}

/** Every cell of the map against the sweep's JSON. */
async function checkMap(of, page) {
  const { scenarios, now } = of.json.failures;
  const cells = await page.$$eval("table.map tbody tr", (rows) => rows.map((row) => [...row.querySelectorAll("td:not(.together)")].map((cell) => cell.querySelector("button")?.dataset.fate ?? "")));
  const expected = scenarios.map((scenario) => now.map((service) => scenario.affected.find((each) => each.service === service.service)?.fate ?? ""));
  check(`${of.name}: the map's cells are those of the sweep`, JSON.stringify(cells) === JSON.stringify(expected), `${cells.length} rows, ${expected.length} scenarios`);
  const letters = await page.$$eval("table.map td button.mark", (all) => all.filter((each) => !/^[A-Z?~]$/.test(each.textContent)).length);
  check(`${of.name}: every mark has a letter`, letters === 0);
}

async function checkAccess(of) {
  for (const scheme of ["light", "dark"]) {
    for (const width of [375, 1440]) {
      const { page, seen } = await open(of, { width, scheme });
      const found = await violations(page);
      check(`${of.name}: axe, ${scheme}, ${width} px`, found.length === 0, found.join("; "));
      const wide = await page.evaluate(() => window.document.documentElement.scrollWidth - window.innerWidth);
      check(`${of.name}: nothing sticks out at ${width} px`, wide <= 0, `${wide} px`);
      check(`${of.name}: no errors, ${scheme}, ${width} px`, seen.errors.length === 0, seen.errors.join("; "));
      check(`${of.name}: asks for nothing`, seen.requests.length === 1, seen.requests.join());
      await page.close();
    }
  }
  const { page } = await open(of, { width: 320 });
  const wide = await page.evaluate(() => window.document.documentElement.scrollWidth - window.innerWidth);
  check(`${of.name}: nothing sticks out at 320 px`, wide <= 0, `${wide} px`);
  await page.close();
}

/** Tab alone reaches everything that can be used. */
async function checkKeyboard(of) {
  const { page } = await open(of);
  const wanted = await page.evaluate(() => {
    const all = [...window.document.querySelectorAll("a[href], button, select, input, summary, [tabindex='0']")];
    const usable = all.filter((each) => each.tabIndex >= 0 && !each.disabled && each.checkVisibility());
    usable.forEach((each, i) => (each.dataset.number = String(i)));
    return usable.length;
  });
  const reached = new Set();
  for (let i = 0; i < wanted + 5; ++i) {
    await page.keyboard.press("Tab");
    const number = await page.evaluate(() => window.document.activeElement?.dataset.number ?? "");
    if (number !== "") reached.add(number);
  }
  check(`${of.name}: the keyboard reaches everything`, reached.size === wanted, `${reached.size} of ${wanted}`);
  await page.close();
}

async function checkPrint(of) {
  const { page } = await open(of);
  const paper = Buffer.from(await page.pdf({ format: "a4", printBackground: true }));
  const pages = paper.toString("latin1").match(/\/Type\s*\/Page\b/g)?.length ?? 0;
  check(`${of.name}: prints`, pages >= 2 && pages < 60, `${pages} pages`);
  await page.close();
}

// ---- what a reader does -----------------------------------------------------------------------------------------

const press = (page, selector) => page.$eval(selector, (each) => each.click());
const settled = (page) => page.evaluate(() => new Promise((drawn) => setTimeout(() => requestAnimationFrame(() => requestAnimationFrame(drawn)), 30)));

async function checkFailing(of) {
  const { page } = await open(of);
  await page.$$eval(".kill", (all) => all.find((each) => each.ariaPressed === "false").click());
  await settled(page);
  const story = await page.$eval(".story h3", (each) => each.textContent);
  check(`${of.name}: a node's button shows its failure`, story.includes("fails"), story);
  const states = async () => page.$$eval(".screen-only .card", (all) => all.map((each) => each.textContent).join("|"));
  const after = await states();
  await page.focus(".stepper input");
  await page.keyboard.press("Home");
  await settled(page);
  const before = await states();
  check(`${of.name}: before and after are different pictures`, before !== after);
  const titles = new Set();
  for (let i = 0; i < 4; ++i) {
    await page.keyboard.press("ArrowRight");
    await settled(page);
    titles.add(await page.$eval(".step strong", (each) => each.textContent));
  }
  check(`${of.name}: the slider goes from step to step`, titles.size >= 3, [...titles].join("; "));
  await page.close();
}

async function checkLinks(of) {
  const { page } = await open(of);
  const cell = await page.$("table.map td button.mark");
  await cell.evaluate((each) => each.click());
  await settled(page);
  check(`${of.name}: a cell tells its story`, (await page.$$(".note")).length === 1);
  // A constraint in the ledger marks it in the graph and in the CIB.
  const constraint = await page.evaluate(() => {
    const link = [...window.document.querySelectorAll(".parts button.code")][0];
    link?.closest("details").setAttribute("open", "");
    link?.parentElement.querySelector("button.quiet")?.click();
    return link?.textContent ?? null;
  });
  await settled(page);
  if (constraint !== null) {
    ++followed;
    check(`${of.name}: a constraint of the ledger is marked in the list`, (await page.$eval("#constraints tr.selected", (each) => each.textContent)).includes(constraint));
    check(`${of.name}: and its line in the CIB`, (await page.$eval(".source .marked", (each) => each.textContent)).includes(constraint));
    check(`${of.name}: and in the graph`, (await page.$$(".edge.selected, .location.selected")).length > 0);
  }
  await page.close();
}

// ---- the reports ------------------------------------------------------------------------------------------------

const plain = ["cluster", "failures", "scores", "constraints", "findings", "source", "computed"];

const samples = [report("postgres", sample("postgres-outage.xml")), report("web-server", sample("web-server.xml")), report("nfs", sample("nfs-group.xml"))];
for (const of of samples) {
  const { page } = await open(of);
  await checkSections(of, page, plain);
  await checkMap(of, page);
  await page.close();
  await checkAccess(of);
  await checkKeyboard(of);
  await checkPrint(of);
  await checkFailing(of);
  await checkLinks(of);
}

check("constraints of the ledger are followed", followed >= 2, String(followed));

const whole = report("whole", sample("postgres-outage-2017.xml"), "--history", sample("history/postgres-outage-2017.tar.xz"), "--diff", sample("postgres-outage-2017-fixed.xml"), "--with-pacemaker", "1.1.10", "--verify");
{
  const { page } = await open(whole);
  await checkSections(whole, page, [...plain.slice(0, -1), "verification", "history", "difference", "releases", "computed"]);
  check("whole: a row for each service over time", (await page.$$(".history .name")).length === whole.json.history.services.filter((each) => each.spells.length > 0).length);
  await page.close();
  await checkAccess(whole);
}

const answered = report("answered", sample("postgres-outage.xml"), "--fail", "pg01");
{
  const { page } = await open(answered);
  check("answered: the events come first", (await page.$eval(".story h3", (each) => each.textContent)).includes("pg01 fails"));
  check("answered: the head says what happens, then what becomes of it", (await page.$eval("h1", (each) => each.textContent)).startsWith(`When pg01 fails: ✓ ${answered.json.answer.verdict}`));
  check("answered: the large part of the head ends without a semicolon", !(await page.$eval("h1 > bdi", (each) => each.textContent)).endsWith(";") && (await page.$$("h1 small")).length === 1);
  check("answered: before stands above after", (await page.$$eval("#cluster > h3, #cluster > div > h3", (all) => all.map((each) => each.textContent))).join().startsWith("Before,After"));
  await page.close();
}

const card = (page, node) => page.$eval(`.screen-only [aria-label^="Node ${node},"]`, (each) => each.textContent);

const fenced = report("fenced", sample("web-server.xml"), "--fail", "web1");
{
  const { page } = await open(fenced);
  check("fenced: the node's card says so", (await card(page, "web1")).includes("offline, fenced"), await card(page, "web1"));
  check("fenced: what moved says from where", (await card(page, "web2")).includes("from web1"), await card(page, "web2"));
  check("fenced: a node that fails already is not asked to", (await page.$$(".kill")).length === 1);
  await page.close();
}

// web1 is about to be left: nothing that this does is told as the event's doing.
const standby = readFileSync(sample("web-server.xml"), "utf8").replace(/<node id="([^"]*)" uname="web1"\/>/, '<node id="$1" uname="web1"><instance_attributes id="on-web1"><nvpair id="on-web1-standby" name="standby" value="on"/></instance_attributes></node>');
const restless = report("restless", written("restless.xml", standby), "--fail", "web1");
{
  const { page } = await open(restless);
  const told = await page.$eval(".anyway", (each) => each.textContent);
  check("restless: what happens without the event is told", told.includes("Without the event: ") && told.includes("website moves from web1 to web2"), told);
  check("restless: and in its row", (await page.$eval("table.changes", (each) => each.textContent)).includes("It would move from web1 to web2 without the event, too."));
  check("restless: a node in standby is not drawn as one that is gone", (await page.$$(".card.kept")).length > 0);
  await page.close();
  await checkAccess(restless);
}

// As if one failure, and what was asked for, made the cluster loop.
const looping = changed(answered, "looping", ({ failures, margins }) => {
  failures.scenarios[0].settles = false;
  const now = { promoted: [], running: ["pg01"], restless: true };
  const edges = { above: { value: 100, then: { ...now, restless: false }, decisive: [] }, below: { value: -1002, then: { ...now, running: [] }, decisive: [] } };
  margins.length = 1;
  Object.assign(margins[0], { now, margins: [{ kind: "stickiness", id: "PostgresqlVIP", node: null, line: 1, column: 1, current: 1, distance: 99, ...edges }] });
});
{
  const { page } = await open(looping);
  const chip = await page.$eval(".facts a[href='#failures']", (each) => `${each.className}: ${each.textContent}`);
  check("looping: a failure after which nothing comes to rest is no good news", chip.startsWith("warn: after 1 of 8 single failures the cluster never comes to rest"), chip);
  const scores = await page.$eval("#scores", (each) => each.textContent);
  check("looping: the scores say that it never comes to rest", scores.includes("and the cluster never comes to rest.") && scores.includes("It never comes to rest until"), scores);
  check("looping: a loop is told in the words of the command", scores.includes("Then: stopped and started again and again."), scores);
  await page.close();
}

// Of eight nodes, seven are forbidden to the service.
const bans = [2, 3, 4, 5, 6, 7, 8].map((i) => `<rsc_location id="not-on-${i}" rsc="service0" node="node0${i}" score="-INFINITY"/>`).join("");
const banned = report("banned", written("banned.xml", largeCluster(8, 16).replace("</constraints>", `${bans}</constraints>`)), "--fail", "node01");
{
  const { page } = await open(banned);
  const row = await page.evaluateHandle(() => [...window.document.querySelectorAll("table.changes tr")].find((each) => each.querySelector("th")?.textContent === "service0"));
  const fold = await row.$eval("details.rest > summary", (each) => each.textContent);
  check("banned: what a list leaves out is counted, and in a fold", fold === "and 4 more" && (await row.$$("li")).length === 8, fold);
  await page.setViewport({ width: 375, height: 900 });
  const hidden = await page.$$eval("table.changes :is(th, td)", (all) => all.filter((each) => each.getBoundingClientRect().right > 375).length);
  check("banned: on a phone, what changes and why is in sight", hidden === 0, String(hidden));
  await page.close();
  await checkAccess(banned);
}

// Nothing may be promoted on the node that is left: the database stays there, and what needs it stops.
const rule = '<rsc_location id="not-promoted-on-bob" rsc="ms-drbd-mysql"><rule id="not-promoted-on-bob-rule" role="Master" score="-INFINITY"><expression id="on-bob" attribute="#uname" operation="eq" value="bob"/></rule></rsc_location>';
const demoted = report("demoted", written("demoted.xml", readFileSync(sample("drbd-mysql.xml"), "utf8").replace("</constraints>", `${rule}</constraints>`)), "--fail", "alice");
{
  const { page } = await open(demoted);
  const cards = await page.$$eval(".screen-only .card.nowhere", (all) => all.map((each) => [each.querySelector("h3").textContent, ...[...each.querySelectorAll("li .code")].map((name) => name.textContent)].join(" ")));
  check("demoted: what runs is not told as stopped", cards.join("; ") === "Promoted nowhere ms-drbd-mysql; Runs nowhere fence-bob fs-mysql ip-mysql mysql", cards.join("; "));
  await page.close();
}

const hana = report("hana", sample("sap-hana-scale-up.xml"));
{
  const { page } = await open(hana);
  const cut = await page.$$eval(".upright span", (all) => all.filter((each) => each.scrollHeight > each.clientHeight).map((each) => each.textContent));
  check("hana: no usual name is cut in the map", cut.length === 0, cut.join("; "));
  check("hana: and where one is cut, it ends in an ellipsis", (await page.$eval(".upright span", (each) => window.getComputedStyle(each).textOverflow)) === "ellipsis");
  await page.close();
}

// Nobody can fence: what ran on the node that failed may still run.
const stranded = report("stranded", written("stranded.xml", readFileSync(sample("web-server.xml"), "utf8").replace(/<primitive[^>]*class="stonith"[^]*?<\/primitive>/g, "").replace(/<rsc_location[^>]*fence-web[^>]*\/>/g, "")), "--fail", "web1");
{
  const { page } = await open(stranded);
  check("stranded: the node is not fenced", (await card(page, "web1")).includes("not fenced"), await card(page, "web1"));
  check("stranded: what ran there may still run", (await card(page, "web1")).includes("may still run"), await card(page, "web1"));
  check("stranded: and is not told as lost", (await page.$$(".screen-only .chip.lost")).length === 0);
  await page.close();
}

// ---- names that are made to do harm -----------------------------------------------------------------------------

const hostile = report("hostile", written("hostile.xml", hostileCluster()));
{
  const { page, seen } = await open(hostile);
  for (const button of await page.$$(".kill, table.map td button.mark, #constraints button.link, #scores select")) await button.evaluate((each) => each.click());
  await settled(page);
  const ran = await page.evaluate(() => window.ran ?? 0);
  check("hostile: no script runs", ran === 0, String(ran));
  check("hostile: no request leaves", seen.requests.length === 1, seen.requests.join());
  check("hostile: no errors", seen.errors.length === 0, seen.errors.join("; "));
  check("hostile: no element comes of a name", (await page.$$("img, iframe, object, embed, form, body script:not([type]) ~ script")).length === 0);
  const text = await page.evaluate(() => window.document.body.innerText);
  check("hostile: names are shown as they are", text.includes(hostileNames[0]) && text.includes(hostileNames[4]));
  check("hostile: passwords are not in the file", !hostile.html.includes("secret-1"));
  await page.close();
  await checkAccess(hostile);
}

// ---- a large cluster --------------------------------------------------------------------------------------------

const large = report("large", written("large.xml", largeCluster(32, 1000)));
{
  const { page, milliseconds, seen } = await open(large);
  console.log(`large: 32 nodes and 1,000 resources, ${(statSync(large.page).size / 1e6).toFixed(1)} MB, drawn after ${Math.round(milliseconds)} ms`);
  const begin = performance.now();
  await page.$$eval(".kill", (all) => all.find((each) => each.ariaPressed === "false").click());
  await settled(page);
  const answeredIn = performance.now() - begin;
  console.log(`large: a click is answered after ${Math.round(answeredIn)} ms`);
  check("large: no errors", seen.errors.length === 0, seen.errors.join("; "));
  await page.close();
}

// ---- pictures ---------------------------------------------------------------------------------------------------

if (pictures) {
  mkdirSync(pictures, { recursive: true });
  for (const scheme of ["light", "dark"]) {
    const { page } = await open(answered, { width: 1000, height: 880, scheme });
    await page.screenshot({ path: join(pictures, `report-${scheme}.png`) });
    await page.close();
  }
}

await browser.close();
rmSync(folder, { recursive: true });
process.exitCode = told();
