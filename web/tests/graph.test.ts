import assert from "node:assert/strict";
import { test } from "node:test";
import type { Constraint } from "../source/model/document";
import { componentsOf, cycles, decisiveConstraints, edgesOf } from "../source/model/graph";

const place = { line: 1, column: 1 };
const colocation = (dependent: string, primary: string): Constraint => ({ kind: "colocation", id: `${dependent}-${primary}`, dependent, dependent_role: null, primary, primary_role: "Promoted", score: "INFINITY", ...place });
const order = (first: string, then: string): Constraint => ({ kind: "order", id: `${first}-${then}`, order_kind: "Mandatory", symmetrical: true, first, first_action: "start", then, then_action: "start", sets: [], ...place });

test("a colocation points from the dependent to the primary", () => {
  const [edge] = edgesOf([colocation("ip", "db")]);
  assert.deepEqual([edge?.from, edge?.to, edge?.label], ["ip", "db", "with promoted INFINITY"]);
});

test("sets of an order: members in sequence, then the ends of one set with the beginnings of the next", () => {
  const sets = [
    { sequential: true, require_all: true, action: null, resources: ["a", "b"] },
    { sequential: false, require_all: true, action: null, resources: ["c", "d"] },
  ];
  const edges = edgesOf([{ ...(order("", "") as Constraint & { kind: "order" }), first: null, then: null, sets }]);
  assert.deepEqual(edges.map((each) => `${each.from}${each.to}`), ["ab", "bc", "bd"]);
});

test("circles are found, also one of a resource with itself", () => {
  assert.deepEqual(cycles([{ from: "a", to: "b" }, { from: "b", to: "a" }, { from: "b", to: "c" }]).map((each) => each.sort()), [["a", "b"]]);
  assert.deepEqual(cycles([{ from: "a", to: "a" }]), [["a"]]);
  assert.deepEqual(cycles([{ from: "a", to: "b" }, { from: "b", to: "c" }]), []);
});

test("an order and a colocation in opposite directions are no circle", () => {
  const [component] = componentsOf([colocation("ip", "db"), order("db", "ip")]);
  assert.equal(component?.cyclic.size, 0);
});

test("what no constraint connects is in another component, the largest first", () => {
  const components = componentsOf([order("x", "y"), order("a", "b"), order("b", "c")]);
  assert.deepEqual(components.map((each) => each.resources), [["a", "b", "c"], ["x", "y"]]);
});

test("a chain of 50,000 needs no deep stack", () => {
  const edges = Array.from({ length: 50000 }, (_, i) => ({ from: `r${i}`, to: `r${i + 1}` }));
  assert.deepEqual(cycles(edges), []);
});

test("a constraint decided if a choice names it, and took part if a score has it", () => {
  const part = { change: 5, after: 5, text: "", constraint: "part", ...place };
  const explanation = { id: "a", resource: "a", kind: "primitive", node: "n1", role: "Started", choice: { nodes: [], text: "", everywhere: [], others: [{ node: "n2", code: "score", constraint: "choice", text: "", ...place }], not_promoted: [] }, scores: [{ node: "n1", score: 5, parts: [part] }], ...place };
  const { decided, tookPart } = decisiveConstraints({ explanations: [explanation], margins: [] });
  assert.deepEqual([[...decided], [...tookPart]], [["choice"], ["part"]]);
});
