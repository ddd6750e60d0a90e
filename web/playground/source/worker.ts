// The module in a worker of its own. In front of this program the build puts placementModule, which is the module's, and
// placementBytes: the module itself, so that nothing has to be fetched.
import { Program } from "../../module/program.mjs";
import type { FromWorker, ToWorker } from "./messages";

declare const placementModule: (settings: object) => Promise<object>;
declare const placementBytes: string;

const between_reports = 100; // milliseconds
const told = (message: FromWorker) => self.postMessage(message);

async function compiled(): Promise<WebAssembly.Module> {
  const bytes = Uint8Array.from(atob(placementBytes), (letter) => letter.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return WebAssembly.compile(await new Response(stream).arrayBuffer());
}

async function begun(): Promise<Program> {
  const module = await compiled();
  const instantiateWasm = (imports: WebAssembly.Imports, use: (instance: WebAssembly.Instance, module: WebAssembly.Module) => void) => {
    void WebAssembly.instantiate(module, imports).then((instance) => use(instance, module));
    return {};
  };
  return new Program(placementModule, { instantiateWasm });
}

const program = begun();
program.then(
  () => told({ kind: "ready" }),
  (error) => told({ kind: "broken", why: String(error) }),
);

self.onmessage = async ({ data }: MessageEvent<ToWorker>) => {
  const ready = await program;
  if (data.kind === "text") {
    told({ kind: "text", number: data.number, ...(await ready.textOf(data.name, data.content)) });
    return;
  }
  let last = 0;
  const progress = (done: number, total: number) => {
    const now = performance.now();
    if (now - last < between_reports) return;
    last = now;
    told({ kind: "progress", number: data.number, done, total });
  };
  told({ kind: "answer", number: data.number, answer: await ready.ask(data.question, data.progress ? progress : undefined) });
};
