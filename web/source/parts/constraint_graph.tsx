// The constraints as layered graphs, one for each component.
import dagre from "@dagrejs/dagre";
import { useMemo, useState } from "preact/hooks";
import type { Constraint, LocationConstraint } from "../model/document";
import { type Component, type GraphEdge, componentsOf } from "../model/graph";
import { count, firstOf, signed } from "../model/words";
import { useSelection } from "./context";
import { LineLink, short, Sentence } from "./links";

const mostDrawn = 8;
const lineHeight = 15;
const mostCharacters = 40; ///< of a name in a box
const mostScores = 6; ///< of a location, in the list

export function ConstraintGraph({ constraints, decided, tookPart }: { constraints: Constraint[]; decided: Set<string>; tookPart: Set<string> }) {
  const { selection } = useSelection();
  const components = useMemo(() => componentsOf(constraints), [constraints]);
  const [shown, setShown] = useState(mostDrawn);
  if (constraints.length === 0) return <p>The configuration has no constraints: nothing says where a resource runs, or with what.</p>;
  const holds = (component: Component) =>
    component.edges.some((each) => each.constraint.id === selection.constraint) || component.locations.some((each) => each.id === selection.constraint);
  const chosen = components.findIndex(holds);
  const drawn = components.filter((_, i) => i < shown || i === chosen);
  const circles = components.filter((each) => each.cyclic.size > 0);
  return (
    <div>
      <p>
        {count(constraints.length, "constraint")} in {count(components.length, "component")}: what is in one component cannot notice another.{" "}
        {circles.length > 0 ? (
          <strong class="bad">✕ {count(circles.length, "component")} with a circle, in which resources wait for each other or depend on each other.</strong>
        ) : (
          "There is no circle."
        )}
      </p>
      <p class="legend">
        <span>── colocation: the arrow points at the resource whose place decides</span>
        <span>╌╌ order: the arrow points at what comes later</span>
        <span>bold: it decided where something runs</span>
      </p>
      {drawn.map((component, i) => (
        <ComponentGraph key={i} number={i + 1} component={component} decided={decided} />
      ))}
      {components.length > drawn.length && (
        <button type="button" class="screen-only" onClick={() => setShown(shown + 20)}>
          Show {Math.min(20, components.length - drawn.length)} more of {components.length - drawn.length} components
        </button>
      )}
      <ConstraintTable constraints={constraints} decided={decided} tookPart={tookPart} />
    </div>
  );
}

interface Box {
  name: string;
  x: number;
  y: number;
  width: number;
  height: number;
  lines: { text: string; id: string }[];
}

function boxOf(name: string, component: Component): Box {
  const lines: Box["lines"] = [];
  for (const each of component.locations) {
    if (each.kind === "location" && each.resource === name) {
      for (const score of each.scores) lines.push({ text: `${shortInBox(score.node)} ${signed(score.score)}`, id: each.id });
    }
    if (each.kind === "ticket" && each.resource === name) lines.push({ text: `ticket ${shortInBox(each.ticket)}`, id: each.id });
  }
  const shown = lines.length > 5 ? [...lines.slice(0, 4), { text: `and ${lines.length - 4} more`, id: "" }] : lines;
  const widest = Math.max(shortInBox(name).length * 8.2, ...shown.map((each) => each.text.length * 6.6));
  return { name, x: 0, y: 0, width: widest + 20, height: 26 + shown.length * lineHeight, lines: shown };
}

const shortInBox = (text: string) => (text.length > mostCharacters ? `${text.slice(0, mostCharacters - 1)}…` : text);

function ComponentGraph({ number, component, decided }: { number: number; component: Component; decided: Set<string> }) {
  const { selection, select } = useSelection();
  const layout = useMemo(() => layoutOf(component), [component]);
  const classOf = ({ kind, from, to, constraint: { id } }: GraphEdge) => {
    const circle = component.cyclic.has(from) && component.cyclic.has(to);
    return `edge ${kind} ${decided.has(id) ? "decided" : ""} ${selection.constraint === id ? "selected" : ""} ${circle ? "circle" : ""}`;
  };
  return (
    <div class="scroll graph" role="region" aria-label={`Component ${number} as a graph`} tabIndex={0}>
      <svg
        width={layout.width}
        height={layout.height}
        viewBox={`0 0 ${layout.width} ${layout.height}`}
        role="group"
        aria-label={`Constraints of ${firstOf(component.resources.map(short), 12).join(", ")}`}
      >
        <defs>
          <marker id="arrow" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="8" markerHeight="8" orient="auto-start-reverse">
            <path d="M0 1 L9 5 L0 9 z" class="arrow" />
          </marker>
        </defs>
        {layout.edges.map((edge, i) => {
          const id = edge.edge.constraint.id;
          return (
            <g
              key={i}
              class={classOf(edge.edge)}
              role="button"
              tabIndex={0}
              aria-label={`${edge.edge.kind} ${short(id)}: ${short(edge.edge.from)} ${edge.edge.label} ${short(edge.edge.to)}`}
              onClick={() => select({ constraint: id, line: edge.edge.constraint.line })}
              onKeyDown={(event) => (event.key === "Enter" || event.key === " ") && (event.preventDefault(), select({ constraint: id, line: edge.edge.constraint.line }))}
            >
              <title>{short(id)}</title>
              <path d={edge.path} class="hit" />
              <path d={edge.path} marker-end="url(#arrow)" />
            </g>
          );
        })}
        {layout.edges.map((edge, i) => (
          // After all lines, so that none goes through a label.
          <g key={`label-${i}`} class={classOf(edge.edge)} pointer-events="none" aria-hidden="true">
            <rect class="behind" x={edge.x - edge.width / 2} y={edge.y - 10} width={edge.width} height={13} />
            <text x={edge.x} y={edge.y}>
              {edge.edge.label}
            </text>
          </g>
        ))}
        {layout.boxes.map((box) => (
          <g key={box.name} class={`box ${component.cyclic.has(box.name) ? "circle" : ""}`} transform={`translate(${box.x - box.width / 2} ${box.y - box.height / 2})`}>
            <title>{short(box.name)}</title>
            <rect width={box.width} height={box.height} rx={5} />
            <text x={10} y={17} class="name">
              {shortInBox(box.name)}
            </text>
            {box.lines.map((line, i) => (
              <text
                key={i}
                x={10}
                y={32 + i * lineHeight}
                class={`location ${decided.has(line.id) ? "decided" : ""} ${line.id !== "" && line.id === selection.constraint ? "selected" : ""}`}
                onClick={() => line.id !== "" && select({ constraint: line.id })}
              >
                {line.text}
              </text>
            ))}
          </g>
        ))}
      </svg>
    </div>
  );
}

const widthOf = (label: string) => label.length * 6.4 + 8;

function layoutOf(component: Component) {
  const graph = new dagre.graphlib.Graph({ multigraph: true });
  graph.setGraph({ rankdir: "LR", nodesep: 18, ranksep: 46, edgesep: 14, marginx: 8, marginy: 8 });
  const boxes = component.resources.map((name) => boxOf(name, component));
  boxes.forEach((box, i) => graph.setNode(String(i), { width: box.width, height: box.height }));
  const number = new Map(component.resources.map((name, i) => [name, String(i)]));
  component.edges.forEach((edge, i) => {
    graph.setEdge(number.get(edge.from)!, number.get(edge.to)!, { width: widthOf(edge.label), height: 14, labelpos: "c" }, String(i));
  });
  dagre.layout(graph);
  boxes.forEach((box, i) => {
    const at = graph.node(String(i));
    box.x = at.x;
    box.y = at.y;
  });
  const edges = component.edges.map((edge, i) => {
    const at = graph.edge({ v: number.get(edge.from)!, w: number.get(edge.to)!, name: String(i) });
    const path = at.points.map((point, j) => `${j === 0 ? "M" : "L"}${point.x.toFixed(1)} ${point.y.toFixed(1)}`).join(" ");
    return { edge, path, x: at.x ?? 0, y: (at.y ?? 0) + 4, width: widthOf(edge.label) };
  });
  const size = graph.graph();
  return { boxes, edges, width: Math.ceil(size.width ?? 0), height: Math.ceil(size.height ?? 0) };
}

function ConstraintTable({ constraints, decided, tookPart }: { constraints: Constraint[]; decided: Set<string>; tookPart: Set<string> }) {
  const { selection, select } = useSelection();
  const [search, setSearch] = useState("");
  const found = constraints.filter((each) => each.id.includes(search) || words(each).includes(search));
  const selected = found.filter((each) => each.id === selection.constraint);
  const shown = [...selected, ...found.filter((each) => each.id !== selection.constraint).slice(0, 100)];
  return (
    <details open={constraints.length <= 30 || selected.length > 0}>
      <summary>The constraints as a list</summary>
      {constraints.length > 20 && (
        <label class="screen-only">
          Find a constraint <input type="search" value={search} onInput={(event) => setSearch(event.currentTarget.value)} />
        </label>
      )}
      <div class="scroll" role="region" aria-label="List of constraints" tabIndex={0}>
        <table>
          <thead>
            <tr>
              <th scope="col">Constraint</th>
              <th scope="col">What it says</th>
              <th scope="col">Here</th>
              <th scope="col">Where</th>
            </tr>
          </thead>
          <tbody>
            {shown.map((each, i) => (
              <tr key={i} class={each.id === selection.constraint ? "selected" : ""}>
                <th scope="row">
                  <button type="button" class="link code" aria-pressed={each.id === selection.constraint} onClick={() => select({ constraint: each.id, line: each.line })}>
                    <bdi>{short(each.id)}</bdi>
                  </button>
                </th>
                <td class="says">
                  <Says constraint={each} />
                </td>
                <td>{decided.has(each.id) ? "decided" : tookPart.has(each.id) ? "took part" : ""}</td>
                <td>
                  <LineLink line={each.line} constraint={each.id} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {found.length > shown.length && <p class="quiet">and {found.length - shown.length} more: search for them</p>}
    </details>
  );
}

/** Scores of many nodes are in a fold. */
function Says({ constraint }: { constraint: Constraint }) {
  if (constraint.kind !== "location" || constraint.scores.length <= mostScores + 1) return <Sentence text={words(constraint)} />;
  return (
    <>
      <Sentence text={words({ ...constraint, scores: constraint.scores.slice(0, mostScores) })} />
      <details class="rest">
        <summary>and {constraint.scores.length - mostScores} more</summary>
        <bdi>{scoresWords(constraint.scores.slice(mostScores))}</bdi>
      </details>
    </>
  );
}

const scoresWords = (scores: LocationConstraint["scores"]) => scores.map((each) => `${short(each.node)} ${signed(each.score)}`).join(", ");

function words(constraint: Constraint): string {
  const role = (name: string | null) => (name ? `${name.toLowerCase()} ` : "");
  switch (constraint.kind) {
    case "location":
      return `${role(constraint.role)}${short(constraint.resource ?? "")}: ${scoresWords(constraint.scores) || "no node"}`;
    case "colocation":
      return `${role(constraint.dependent_role)}${short(constraint.dependent ?? "")} with ${role(constraint.primary_role)}${short(constraint.primary ?? "")}, ${String(constraint.score)}`;
    case "order":
      if (constraint.sets.length > 0) return constraint.sets.map((set) => `${set.action ?? "start"} ${set.resources.map((each) => short(each ?? "")).join(", ")}`).join(", then ");
      return `${constraint.first_action ?? "start"} ${short(constraint.first ?? "")}, then ${constraint.then_action ?? "start"} ${short(constraint.then ?? "")} (${constraint.order_kind.toLowerCase()})`;
    case "ticket":
      return `${role(constraint.role)}${short(constraint.resource ?? "")} needs ticket ${short(constraint.ticket)}`;
  }
}
