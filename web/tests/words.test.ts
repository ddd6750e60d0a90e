import assert from "node:assert/strict";
import { test } from "node:test";
import type { Sweep, SweptService } from "../source/model/document";
import { failureMap, failuresInShort, summary } from "../source/model/failures";
import { chosenWords, largestSum, piecesOf, ranked } from "../source/model/scores";
import { parseVisible, visible } from "../source/model/visible";
import { duration, enumerated, firstOf, markOf, marks, nodeWords, placeWords, signed, verdictParts } from "../source/model/words";

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
  assert.deepEqual(verdictParts("Every service that ran still runs; 2 are interrupted; provided that …."), ["Every service that ran still runs", "2 are interrupted; provided that …."]);
  assert.deepEqual(verdictParts("1 service that ran is down: a."), ["1 service that ran is down: a.", ""]);
});

test("many texts: the first, and how many more", () => {
  assert.deepEqual([firstOf(["a", "b", "c"], 3), firstOf(["a", "b", "c"], 1)], [["a", "b", "c"], ["a", "and 2 more"]]);
  assert.deepEqual([enumerated(["a"], 2), enumerated(["a", "b"], 2), enumerated(["a", "b", "c", "d"], 2)], ["a", "a and b", "a, b and 2 more"]);
});

test("single failures in short: what takes a service down, and what never comes to rest", () => {
  const scenario = (settles: boolean | null) => ({ name: "", events: [], done: settles !== null, error: null, quorum: true, settles, affected: [] });
  const short = (points: number, scenarios: (boolean | null)[]) => {
    const sweep = { runs: scenarios.length, runs_done: scenarios.filter((each) => each !== null).length, scenarios: scenarios.map(scenario), single_points_of_failure: Array(points).fill("n1 fails") };
    return Object.values(failuresInShort(sweep as unknown as Sweep)).join(": ");
  };
  assert.equal(short(0, [true, true]), "none of 2 single failures takes a service down: good");
  assert.equal(short(0, [true, false]), "after 1 of 2 single failures the cluster never comes to rest; none takes a service down: warn");
  assert.equal(short(1, [true, true]), "1 of 2 single failures takes a service down: bad");
  assert.equal(short(2, [true, true, false]), "2 of 3 single failures take a service down; after 1 the cluster never comes to rest: bad");
  assert.equal(short(0, [true, null]), "none of 1 single failures that were tried, of 2, takes a service down: warn");
});

test("a node that was chosen is not told as one where it runs, unless it does", () => {
  const on = (node: string, state: string | null = "running") => ({ node, role: "Started", instance: "", state });
  assert.equal(chosenWords({ node: "n1", role: "Promoted" }, [on("n1")]), "promoted on n1");
  assert.equal(chosenWords({ node: "n1", role: "Promoted" }, [on("n2")]), "n1 is chosen, but it does not run there");
  assert.equal(chosenWords({ node: "n1", role: "Started" }, undefined), "started on n1");
  assert.equal(chosenWords({ node: null, role: "Stopped" }, []), "runs nowhere");
});

test("a node in standby is not like one that is gone, and whether one was fenced is said", () => {
  const words = (...of: Parameters<typeof nodeWords>) => Object.values(nodeWords(...of)).join(" ");
  assert.equal(words("online", 0, false), "✓ good online");
  assert.equal(words("standby", 0, false), "‖ warn standby");
  assert.equal(words("offline", 1, false), "✕ bad offline, fenced");
  assert.equal(words("online", 2, false), "✓ good online, was fenced 2 times");
  assert.equal(words("unclean", 0, true), "✕ bad unclean, not fenced");
});
