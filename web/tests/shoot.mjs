import puppeteer from "puppeteer-core";
const [file, out, width = "1200", height = "900", scheme = "light", ...clicks] = process.argv.slice(2);
const browser = await puppeteer.launch({ executablePath: "/usr/bin/chromium", headless: true, args: ["--no-sandbox", "--disable-dev-shm-usage"] });
const page = await browser.newPage();
page.on("pageerror", (e) => console.log("ERROR", String(e)));
page.on("console", (m) => console.log("console", m.text()));
await page.setViewport({ width: Number(width), height: Number(height === "full" ? 900 : height) });
await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: scheme }]);
const t = Date.now();
await page.goto(`file://${file}`);
await page.waitForSelector("main section h2");
console.log("ms", Date.now() - t);
for (const c of clicks) { await page.$eval(c, (e) => e.click()); await new Promise((r) => setTimeout(r, 200)); }
if (height !== "full") await page.evaluate(() => 0); 
await page.screenshot({ path: out, fullPage: height === "full" });
await browser.close();
