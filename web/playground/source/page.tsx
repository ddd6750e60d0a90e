// The page begins.
import { render } from "preact";
import { Engine } from "./engine";
import { Playground } from "./playground";
import { samples } from "./samples";
import { situationIn } from "./share";

const begin = () => new Worker("worker.js");

async function show(place: HTMLElement): Promise<void> {
  const engines = { quick: new Engine(begin), thorough: new Engine(begin) };
  let remark = "";
  const shared = await situationIn(location.hash).catch(() => {
    remark = "This link is damaged: nothing can be read from it.";
    return null;
  });
  place.textContent = "";
  render(<Playground engines={engines} first={shared ?? samples[0]![1]} remark={remark} />, place);
}

const able = typeof WebAssembly === "object" && typeof DecompressionStream === "function" && typeof CompressionStream === "function";
const place = document.getElementById("page");
if (place && able) void show(place); // else its sentence for old browsers stays
