import assert from "node:assert/strict";
import { test } from "node:test";
import type { Sweep, SweptService } from "../source/model/document";
import { failureMap, summary } from "../source/model/failures";
import { largestSum, piecesOf, ranked } from "../source/model/scores";
import { parseVisible, visible } from "../source/model/visible";
import { duration, markOf, marks, nodeWords, placeWords, signed, verdictParts } from "../source/model/words";

const swept = (fate: string, more: Partial<SweptService> = {}): SweptService => ({ service: "a", state: "", fate, interruptions: 0, moved: false, promoted: [], running: [], kept_down_by: [], ...more });
const part = (change: number | "INFINITY" | "-INFINITY") => ({ change, after: null, text: "", constraint: null, line: null, column: null });

test("each mark has a letter of its own", () => {
  const letters = Object.values(marks).map((each) => each.letter);
  assert.equal(new Set(letters).size, letters.length);
});

test("what a failure does to a service, the worst first", () => {
  assert.equal(markOf(undefined), "same");
  assert.equal(markOf(swept("lost", { moved: true })), "down");
  assert.equal(markOf(swept("runs", { moved: true, interruptions: 2 })), "moved");
  assert.equal(markOf(swept("runs", { interruptions: 2 })), "interrupted");
  assert.equal(markOf(swept("lost-promoted")), "lost-promoted");
});

test("places in words: promoted first, the state where it is not well", () => {
  const at = (node: string, role: string, state: string | null = "running") => ({ node, role, instance: "", state });
  assert.equal(placeWords([at("n2", "Unpromoted"), at("n1", "Promoted")]), "promoted on n1; unpromoted on n2");
  assert.equal(placeWords([at("n1", "Started", "failed")]), "started (failed) on n1");
  assert.equal(placeWords([{ node: null, role: "Stopped", instance: "", state: null }]), "stopped");
});

test("with many services, the map has the columns to which most is done", () => {
  const services = Array.from({ length: 100 }, (_, i) => swept("runs", { service: `s${i}` }));
  const scenario = { name: "n1 fails", events: [], done: true, error: null, quorum: true, settles: true, affected: [swept("lost", { service: "s99" })] };
  const map = failureMap({ now: services, scenarios: [scenario] } as unknown as Sweep);
  assert.deepEqual([map.services, map.left_out], [["s99"], 99]);
  assert.equal(summary(map.rows[0]!), "1 down");
});

test("pieces: what adds to the right, what takes away to the left, INFINITY in its own room", () => {
  const score = { node: "n1", score: null, parts: [part(100), part(-50), part("INFINITY")] };
  const pieces = piecesOf(score, largestSum([score]));
  assert.deepEqual(pieces.map((each) => [each.from, each.to].map((x) => Math.round(x * 100) / 100)), [[0, 0.8], [-0, -0.4], [0.8, 1]]);
  assert.equal(pieces[2]?.infinite, true);
});

test("the chosen node stands first, then the best", () => {
  const score = (node: string, value: number | "-INFINITY") => ({ node, score: value, parts: [] });
  assert.deepEqual(ranked([score("a", 5), score("b", "-INFINITY"), score("c", 9), score("d", 1)], "d").map((each) => each.node), ["d", "c", "a", "b"]);
});

test("what nobody sees is shown as what it is", () => {
  assert.equal(visible("a\u202eb\tc"), "a\\u202eb\tc");
  assert.deepEqual(parseVisible('{"a":"\\u202e<","b":["\\u0000"]}'), { a: "\\u202e<", b: ["\\u0000"] });
});

test("numbers in words", () => {
  assert.deepEqual([signed(5), signed(-5), signed("INFINITY"), duration(1), duration(7200)], ["+5", "-5", "+INFINITY", "1 second", "2.0 hours"]);
});

test("a verdict begins with what is most important", () => {
  assert.deepEqual(verdictParts("Every service that ran still runs; 2 are interrupted; provided that …."), ["Every service that ran still runs;", " 2 are interrupted; provided that …."]);
  assert.deepEqual(verdictParts("1 service that ran is down: a."), ["1 service that ran is down: a.", ""]);
});

test("a node in standby is not like one that is gone, and whether one was fenced is said", () => {
  const words = (...of: Parameters<typeof nodeWords>) => Object.values(nodeWords(...of)).join(" ");
  assert.equal(words("online", 0, false), "✓ good online");
  assert.equal(words("standby", 0, false), "‖ warn standby");
  assert.equal(words("offline", 1, false), "✕ bad offline, fenced");
  assert.equal(words("online", 2, false), "✓ good online, was fenced 2 times");
  assert.equal(words("unclean", 0, true), "✕ bad unclean, not fenced");
});
