import assert from "node:assert/strict";
import { test } from "node:test";
import { answerCourse, frameAt, frameCount, guestsLast, shownSteps } from "../source/model/course";
import { anywayWords, downAnyway, wouldAnyway } from "../source/model/anyway";
import type { Answer, AnswerResource, NodeOutcome, Running, Step } from "../source/model/document";

const on = (node: string, role = "Started", instance = "web"): Running => ({ node, role, instance, state: "running" });
const resource = (id: string, before: Running[], after: Running[], more: Partial<AnswerResource> = {}): AnswerResource => ({
  id, kind: "primitive", parent: null, promotable: false, service: true, before, after, changes: [{ change: "Moves", from: null, to: null, role: "Started" }], because: null, course: { interruptions: 1 }, state: "running", fate: "runs", kept_down_by: [], line: 1, column: 1, ...more,
});
const node = (name: string, before: string, after: string): NodeOutcome => ({ name, kind: "cluster", before, after, fencing: null, fenced: 0 });
const step = (operation: string, on_node: string, more: Partial<Step> = {}): Step => ({ kind: "resource", operation, resource: "web", interval_ms: 0, node: on_node, failed_with: null, ...more });

function answer(steps: Step[], resources: AnswerResource[]): Answer {
  return {
    cib: "cib.xml", at: "", events: [{ event: "node-fails", node: "n1", text: "n1 fails" }], quorum: { have: true, explanation: "" }, nodes: [node("n1", "online", "offline"), node("n2", "online", "online")], resources, from: "rest", transitions: [{ end: "complete", steps }], rest: "settled", lost: [], survives: true, verdict: "", diagnostics: [], pacemaker: "3.0.2", nearest_to: null, unchecked_kinds: [], compared: { extent: "full", inputs: 1, equal: 1 },
  };
}

test("before, the event, each step that is shown, at rest", () => {
  const steps = [{ ...step("reboot", "n1"), kind: "fencing", resource: null }, step("start", "n2"), step("monitor", "n2")];
  const moved = answer(steps, [resource("web", [on("n1")], [on("n2")])]);
  const course = answerCourse(moved);
  assert.equal(shownSteps(course).length, 2);
  assert.equal(frameCount(course), 5);
  const states = [0, 1, 2, 3, 4].map((i) => frameAt(course, i, moved).chips.map((chip) => `${chip.node}${chip.trouble && ` ${chip.trouble}`}`).join());
  assert.deepEqual(states, ["n1", "n1 lost", "", "n2", "n2"]);
  assert.equal(frameAt(course, 2, moved).nodeStates.get("n1"), "fenced");
});

test("a clone stands for its instances, and is promoted where one of them is", () => {
  const clone = resource("db", [on("n1", "Promoted", "pg:0"), on("n2", "Unpromoted", "pg:1")], [on("n2", "Promoted", "pg:1")], { kind: "clone", promotable: true });
  const member = resource("pg", [], [], { parent: "db", service: false });
  const promoted = answer([step("promote", "n2", { resource: "pg:1" })], [clone, member]);
  const frame = frameAt(answerCourse(promoted), 2, promoted);
  assert.deepEqual(frame.chips.map((chip) => [chip.resource, chip.node, chip.role]), [["db", "n1", "Promoted"], ["db", "n2", "Promoted"]]);
});

test("a resource of several members is gone from a node with the last of them", () => {
  const clone = resource("stack", [on("n1", "Started", "a:0"), on("n1", "Started", "b:0")], [], { kind: "clone" });
  const members = ["a", "b"].map((id) => resource(id, [], [], { parent: "stack", service: false }));
  const stopped = answer([step("stop", "n1", { resource: "a" }), step("stop", "n1", { resource: "b" })], [clone, ...members]);
  const course = { ...answerCourse(stopped), events: [] };
  assert.equal(frameAt(course, 1, stopped).chips.length, 1);
  assert.equal(frameAt(course, 2, stopped).chips.length, 0);
});

test("an operation that fails changes nothing in the drawing", () => {
  const failing = answer([step("start", "n2", { failed_with: 1 })], [resource("web", [], [])]);
  assert.equal(frameAt({ ...answerCourse(failing), events: [] }, 1, failing).chips.length, 0);
});

test("a process on a node that is not fenced may still run: it is not drawn as lost", () => {
  const stranded = answer([], [resource("web", [on("n1", "Promoted")], [{ ...on("n1", "Promoted"), state: "unknown" }])]);
  const course = answerCourse(stranded);
  assert.equal(frameAt(course, frameCount(course) - 1, stranded).chips[0]!.trouble, "unknown");
});

test("how often a node was fenced is known step by step, and at rest", () => {
  const fenced = answer([{ ...step("reboot", "n1"), kind: "fencing", resource: null }], [resource("web", [on("n1")], [])]);
  fenced.nodes[0]!.fenced = 1;
  const course = answerCourse(fenced);
  assert.deepEqual([1, 2, 3].map((i) => frameAt(course, i, fenced).fenced.get("n1") ?? 0), [0, 1, 1]);
});

test("what happens without the events is told, and which services they have not taken down", () => {
  const restless = answer([], [resource("web", [on("n1")], [], { fate: "lost" }), resource("db", [on("n1")], [], { fate: "lost" }), resource("pg", [], [], { parent: "db" })]);
  restless.lost = ["web", "db"];
  const stops = { change: "Stops", from: "n1", to: null, role: "Started" };
  const told = (id: string, fate: string, changes: (typeof stops)[]) => ({ id, before: [], after: [], changes, course: { interruptions: 0 }, state: "", fate });
  restless.anyway = { nodes: [], resources: [told("web", "lost", [stops]), told("db", "runs", []), told("pg", "lost", [stops])], rest: "settled" };
  assert.equal(anywayWords(restless), "web stops on n1");
  assert.deepEqual(downAnyway(restless), ["web"]);
  assert.equal(anywayWords(answer([], [])), null);
});

test("what would come to the same without the events says so, and no reason: that may be another", () => {
  const stops = { change: "Stops", from: "n1", to: null, role: "Started" };
  const promoted = { change: "Promotes", from: null, to: "n2", role: "Promoted" };
  const web = resource("web", [on("n1")], [], { changes: [stops], fate: "lost", state: "stopped" });
  const { because, kept_down_by, ...without } = web;
  const words = (anyway: Partial<typeof without>, told = web) => wouldAnyway({ ...answer([], [told]), anyway: { nodes: [], resources: [{ ...without, ...anyway }], rest: "settled" } }, told);
  assert.equal(words({}), "It would stop on n1 without the event, too.");
  assert.equal(words({ changes: [promoted, stops] }, { ...web, changes: [promoted, stops] }), "It would be promoted on n2 and stop on n1 without the event, too.");
  assert.equal(words({ changes: [] }, { ...web, changes: [] }), null);
  for (const other of [{ fate: "runs" }, { state: "failed" }, { after: [on("n2")] }, { course: { interruptions: 2 } }, { changes: [] }]) assert.equal(words(other), null);
});

test("what keeps a resource down: cluster nodes before guests", () => {
  const obstacle = (node: string | null) => ({ code: "", node, constraint: null, text: "", line: null, column: null });
  const mixed = answer([], []);
  mixed.nodes = [{ ...node("vm1", "online", "online"), kind: "guest" }, node("n1", "online", "online")];
  assert.deepEqual(guestsLast(mixed, [null, "vm1", "n1"].map(obstacle)).map((each) => each.node), [null, "n1", "vm1"]);
});
