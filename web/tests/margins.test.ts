import assert from "node:assert/strict";
import { test } from "node:test";
import type { Edge, Margin, Score, Standing } from "../source/model/document";
import { distanceWords, edgesOfMargin, promotes, standingWords, staysWords } from "../source/model/margins";

const standing = (running: string[], more: Partial<Standing> = {}): Standing => ({ promoted: [], running, restless: false, impossible: null, ...more });
const edge = (value: Score, then = standing([])): Edge => ({ value, then, decisive: [] });
const margin = (kind: string, current: Score, above: Edge | null, below: Edge | null = null): Margin => ({ kind, id: "web", node: null, line: null, column: null, current, distance: null, above, below });

test("failures and points are counted, and nothing is far from what is infinite", () => {
  const words = (kind: string, current: Score, value: Score) => distanceWords(margin(kind, current, edge(value)), edge(value));
  assert.equal(words("fail-count", 0, 3), "3 failures away");
  assert.equal(words("migration-threshold", 2, 1), "1 failure away");
  assert.equal(words("stickiness", 1, 100), "99 points away");
  assert.equal(words("constraint", "-INFINITY", 0), null);
  assert.equal(words("constraint", 5, "INFINITY"), null);
});

test("the nearer edge first", () => {
  const words = (current: Score, above: Score, below: Score) => edgesOfMargin(margin("constraint", current, edge(above), edge(below))).map((each) => each.reaches);
  assert.deepEqual(words(10, 12, 0), ["reaches 12", "falls to 0"]);
  assert.deepEqual(words(10, "INFINITY", 0), ["falls to 0", "reaches INFINITY"]);
  assert.deepEqual(edgesOfMargin(margin("constraint", 0, null, edge(-1))).map((each) => each.reaches), ["falls to -1"]);
});

test("where a resource is, and that it never comes to rest", () => {
  assert.equal(standingWords(standing(["n1"]), false), "running on n1");
  assert.equal(standingWords(standing(["n1", "n2"], { promoted: ["n2"] }), true), "promoted on n2, running on n1, n2");
  assert.equal(standingWords(standing(["n1"]), true), "promoted on no node, running on n1");
  assert.equal(standingWords(standing([]), true), "stopped");
  assert.equal(standingWords(standing([], { restless: true }), false), "stopped and started again and again");
  assert.equal(standingWords(standing(["n1"], { restless: true }), false), "running on n1, and the cluster never comes to rest");
  assert.equal(standingWords(standing([], { impossible: "`web` runs on n2" }), false), "the events cannot happen, as `web` runs on n2");
});

test("what the other outcome ends", () => {
  const restless = standing(["n1"], { restless: true });
  assert.equal(staysWords(restless, standing(["n1"])), "never comes to rest");
  assert.equal(staysWords(standing(["n1"]), restless), "stays at rest");
  assert.equal(staysWords(standing(["n1"], { promoted: ["n1"] }), standing(["n1"])), "stays promoted on n1");
  assert.equal(staysWords(standing(["n1"]), standing(["n2"])), "stays running on n1");
  assert.equal(staysWords(standing([]), standing(["n2"])), "stays stopped");
  assert.equal(staysWords(standing(["n1"]), standing([], { impossible: "`web` runs on n2" })), "stays running on n1");
});

test("promotion is told of what is promoted now, or beyond an edge", () => {
  const margins = (then: Standing) => ({ resource: "web", now: standing(["n1"]), margins: [margin("constraint", 0, edge(1, then))], decisive: [] });
  assert.deepEqual([promotes(margins(standing(["n1"]))), promotes(margins(standing(["n1"], { promoted: ["n1"] })))], [false, true]);
});
