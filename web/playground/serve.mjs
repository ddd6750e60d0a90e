// Serves a built playground on the loopback address: serve.mjs FOLDER [PORT]. Also what the tests use.
import { createServer } from "node:http";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const types = { ".html": "text/html; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8" };
const files = ["index.html", "page.js", "worker.js", "style.css"];

/** Begins to serve; port 0 takes a free one. `seen` gets the path of each request. */
export async function serve(folder, port = 0, seen = () => {}) {
  const page = await readFile(join(folder, "index.html"), "utf8");
  const policy = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(page)[1];
  const server = createServer(async (request, response) => {
    const path = new URL(request.url, "http://localhost").pathname;
    seen(path);
    const name = path === "/" ? "index.html" : path.slice(1);
    if (!files.includes(name)) return response.writeHead(404).end();
    // As a header it holds for the worker, too.
    response.writeHead(200, { "Content-Type": types[name.slice(name.lastIndexOf("."))], "Content-Security-Policy": `${policy}; frame-ancestors 'none'`, "X-Content-Type-Options": "nosniff" });
    response.end(await readFile(join(folder, name)));
  });
  await new Promise((ready, fail) => server.once("error", fail).listen(port, "127.0.0.1", ready));
  return server;
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const [folder, port = "8017"] = process.argv.slice(2);
  const server = await serve(folder, Number(port));
  console.log(`http://127.0.0.1:${server.address().port}/ (Ctrl-C ends it)`);
}
