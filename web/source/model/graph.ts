// Constraints as a graph: what depends on what, its components, its cycles, and which constraints decided something.
import type { Constraint, Explanation, ReportDocument } from "./document";

export interface GraphEdge {
  constraint: Constraint;
  kind: "colocation" | "order";
  from: string; ///< the dependent of a colocation; what comes first in an order
  to: string;
  label: string;
}

export interface Component {
  resources: string[];
  edges: GraphEdge[];
  locations: Constraint[]; ///< locations and tickets of these resources
  cyclic: Set<string>; ///< resources that depend on themselves, by a circle of orders or of colocations
}

function orderEdges(constraint: Constraint): GraphEdge[] {
  if (constraint.kind !== "order") return [];
  const edge = (from: string | null, to: string | null): GraphEdge[] =>
    from === null || to === null ? [] : [{ constraint, kind: "order", from, to, label: `${constraint.first_action ?? "start"} before` }];
  if (constraint.sets.length === 0) return edge(constraint.first, constraint.then);
  const edges: GraphEdge[] = [];
  constraint.sets.forEach((set, i) => {
    if (set.sequential) {
      for (let at = 1; at < set.resources.length; ++at) edges.push(...edge(set.resources[at - 1]!, set.resources[at]!));
    }
    const next = constraint.sets[i + 1];
    if (!next) return;
    const ends = set.sequential ? set.resources.slice(-1) : set.resources;
    const begins = next.sequential ? next.resources.slice(0, 1) : next.resources;
    for (const from of ends) for (const to of begins) edges.push(...edge(from, to));
  });
  return edges;
}

export function edgesOf(constraints: Constraint[]): GraphEdge[] {
  const edges: GraphEdge[] = [];
  for (const constraint of constraints) {
    if (constraint.kind === "colocation" && constraint.dependent !== null && constraint.primary !== null) {
      const role = constraint.primary_role ? ` ${constraint.primary_role.toLowerCase()}` : "";
      const away = constraint.score === "-INFINITY" || (typeof constraint.score === "number" && constraint.score < 0);
      const label = `${away ? "not with" : "with"}${role} ${String(constraint.score)}`;
      edges.push({ constraint, kind: "colocation", from: constraint.dependent, to: constraint.primary, label });
    }
    edges.push(...orderEdges(constraint));
  }
  return edges;
}

/** Tarjan's strongly connected components, without recursion; those of more than one resource, or with an edge to itself. */
export function cycles(edges: { from: string; to: string }[]): string[][] {
  const next = new Map<string, string[]>();
  for (const { from, to } of edges) {
    next.set(from, [...(next.get(from) ?? []), to]);
    if (!next.has(to)) next.set(to, []);
  }
  const index = new Map<string, number>();
  const low = new Map<string, number>();
  const stack: string[] = [];
  const onStack = new Set<string>();
  const found: string[][] = [];
  const visit = (root: string) => {
    const work: { name: string; at: number }[] = [{ name: root, at: 0 }];
    while (work.length > 0) {
      const top = work[work.length - 1]!;
      if (top.at === 0) {
        index.set(top.name, index.size);
        low.set(top.name, index.get(top.name)!);
        stack.push(top.name);
        onStack.add(top.name);
      }
      const other = next.get(top.name)![top.at++];
      if (other !== undefined) {
        if (!index.has(other)) work.push({ name: other, at: 0 });
        else if (onStack.has(other)) low.set(top.name, Math.min(low.get(top.name)!, index.get(other)!));
        continue;
      }
      work.pop();
      const parent = work[work.length - 1];
      if (parent) low.set(parent.name, Math.min(low.get(parent.name)!, low.get(top.name)!));
      if (low.get(top.name) !== index.get(top.name)) continue;
      const component: string[] = [];
      for (let name = ""; name !== top.name || component.length === 0; ) {
        name = stack.pop()!;
        onStack.delete(name);
        component.push(name);
      }
      const itself = component.length === 1 && next.get(component[0]!)!.includes(component[0]!);
      if (component.length > 1 || itself) found.push(component.reverse());
    }
  };
  for (const name of next.keys()) if (!index.has(name)) visit(name);
  return found;
}

/** The largest first; resources without any constraint are in none. */
export function componentsOf(constraints: Constraint[]): Component[] {
  const edges = edgesOf(constraints);
  const root = new Map<string, string>();
  const find = (name: string): string => {
    let at = name;
    while (root.get(at) !== at) at = root.get(at)!;
    for (let up = name; up !== at; ) {
      const above = root.get(up)!;
      root.set(up, at);
      up = above;
    }
    return at;
  };
  const add = (name: string) => root.has(name) || root.set(name, name);
  for (const { from, to } of edges) {
    add(from);
    add(to);
    root.set(find(from), find(to));
  }
  const places = constraints.filter((each) => each.kind === "location" || each.kind === "ticket");
  for (const each of places) if (each.resource !== null) add(each.resource);
  const components = new Map<string, Component>();
  for (const name of root.keys()) {
    const key = find(name);
    const component = components.get(key) ?? { resources: [], edges: [], locations: [], cyclic: new Set<string>() };
    component.resources.push(name);
    components.set(key, component);
  }
  for (const edge of edges) components.get(find(edge.from))!.edges.push(edge);
  for (const each of places) if (each.resource !== null) components.get(find(each.resource))!.locations.push(each);
  for (const component of components.values()) {
    for (const kind of ["order", "colocation"]) {
      const circle = cycles(component.edges.filter((each) => each.kind === kind));
      for (const name of circle.flat()) component.cyclic.add(name);
    }
  }
  return [...components.values()].sort((a, b) => b.resources.length - a.resources.length);
}

/** The ids of constraints that decided where something runs, and those that only took part in a score. */
export function decisiveConstraints(document: Pick<ReportDocument, "explanations" | "margins">): { decided: Set<string>; tookPart: Set<string> } {
  const decided = new Set<string>();
  const tookPart = new Set<string>();
  for (const explanation of document.explanations) {
    for (const each of [...explanation.choice.everywhere, ...explanation.choice.others, ...explanation.choice.not_promoted]) {
      if (each.constraint) decided.add(each.constraint);
    }
    for (const score of scoresOf(explanation)) {
      for (const part of score.parts) if (part.constraint) tookPart.add(part.constraint);
    }
  }
  for (const margins of document.margins) for (const each of margins.decisive) decided.add(each.id);
  return { decided, tookPart };
}

export function scoresOf(explanation: Explanation) {
  return explanation.promotion_score ? [...explanation.scores, explanation.promotion_score] : explanation.scores;
}
