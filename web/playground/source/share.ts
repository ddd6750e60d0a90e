// A link that holds everything behind its #, which a browser never sends.
import type { Situation } from "./situation";

const version = "v1.";
const longest_link = 2_000_000; // characters, which browsers of today take

async function through(bytes: Uint8Array, stream: { readable: ReadableStream; writable: WritableStream }): Promise<Uint8Array> {
  return new Uint8Array(await new Response(new Blob([bytes as BlobPart]).stream().pipeThrough(stream)).arrayBuffer());
}

export async function fragmentOf(situation: Situation): Promise<string> {
  const packed = await through(new TextEncoder().encode(JSON.stringify(situation)), new CompressionStream("deflate-raw"));
  let letters = "";
  for (let from = 0; from < packed.length; from += 8192) letters += String.fromCharCode(...packed.subarray(from, from + 8192));
  const fragment = `#${version}${btoa(letters).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "")}`;
  if (fragment.length > longest_link) throw new Error("This configuration is too large for a link. Send the file instead.");
  return fragment;
}

/** Null: there is nothing behind the #. Throws for what is no link of this page. */
export async function situationIn(fragment: string): Promise<Situation | null> {
  if (fragment.length < 2) return null;
  if (!fragment.startsWith(`#${version}`)) return null; // a section of the page
  const letters = atob(fragment.slice(1 + version.length).replaceAll("-", "+").replaceAll("_", "/"));
  const packed = Uint8Array.from(letters, (letter) => letter.charCodeAt(0));
  const read: unknown = JSON.parse(new TextDecoder().decode(await through(packed, new DecompressionStream("deflate-raw"))));
  if (!isSituation(read)) throw new Error("not a situation");
  return { name: read.name, text: read.text, events: read.events, slider: read.slider };
}

function isSituation(value: unknown): value is Situation {
  const read = value as Situation | null;
  return (
    typeof read === "object" &&
    read !== null &&
    typeof read.name === "string" &&
    typeof read.text === "string" &&
    (read.slider === null || typeof read.slider === "string") &&
    Array.isArray(read.events) &&
    read.events.every((event) => Array.isArray(event) && event.length > 0 && event.every((word) => typeof word === "string") && allowed.has(event[0]!))
  );
}

/** What a link may ask for: nothing that writes or reads another file. */
const allowed = new Set(
  "fail down up standby unstandby maintenance unmaintenance disable enable unmanage manage move ban clear cleanup refresh op fence-fail ticket watchdog wait attribute promotion-score option settle agent duration op-fail assume-online pacemaker at quorum not-a-service from"
    .split(" ")
    .map((name) => `--${name}`),
);
