// Scores as bars: for one resource, each node's score as the pieces that it is made of.
import { useMemo, useState } from "preact/hooks";
import type { Explanation, Margin, Margins, NodeScore } from "../model/document";
import { largestSum, piecesOf, ranked } from "../model/scores";
import { scoreNumber, scoreText, signed } from "../model/words";
import { useSelection } from "./context";
import { ConstraintLink, LineLink, Name, short, Sentence } from "./links";

interface ScoreBarsProperties {
  explanations: Explanation[];
  margins: Margins[];
  complete: boolean;
  collectives: Map<string, string>; ///< of a primitive's id that of the service that it is in
  first: string | null; ///< the resource that is shown unless another one is chosen
}

export function ScoreBars({ explanations, margins, complete, collectives, first }: ScoreBarsProperties) {
  const { selection, select } = useSelection();
  const resources = useMemo(() => [...new Set(explanations.map((each) => each.resource))], [explanations]);
  const [search, setSearch] = useState("");
  const listed = resources.filter((each) => each.includes(search)).slice(0, 200);
  const wanted = selection.resource ?? first;
  const known = explanations.find((each) => each.resource === wanted || each.id === wanted)?.resource;
  const resource = known ?? listed[0] ?? resources[0];
  if (resource === undefined) return <p>There are no scores.</p>;
  const collective = collectives.get(resource);
  const instances = explanations.filter((each) => each.resource === resource);
  const ofService = margins.filter((each) => each.resource === resource || each.resource === collective);
  return (
    <div>
      <div class="controls screen-only">
        {resources.length > 20 && (
          <label>
            Find a resource <input type="search" value={search} onInput={(event) => setSearch(event.currentTarget.value)} />
          </label>
        )}
        <label>
          Resource{" "}
          <select value={resource} onChange={(event) => select({ resource: event.currentTarget.value })}>
            {(listed.includes(resource) ? listed : [resource, ...listed]).map((each) => (
              <option key={each} value={each}>
                {short(each)}
              </option>
            ))}
          </select>
        </label>
      </div>
      {!complete && (
        <p class="quiet">The cluster is large: of each resource only the node that was chosen and the next best one have their parts here.</p>
      )}
      {instances.slice(0, 12).map((each) => (
        <Bars key={each.id} explanation={each} />
      ))}
      {instances.length > 12 && <p class="quiet">and {instances.length - 12} more instances</p>}
      {ofService.map((each) => (
        <Cliffs key={each.resource} margins={each} />
      ))}
    </div>
  );
}

function Bars({ explanation }: { explanation: Explanation }) {
  const scores = ranked(explanation.scores, explanation.node);
  const all = explanation.promotion_score ? [...scores, explanation.promotion_score] : scores;
  const largest = largestSum(all);
  return (
    <div class="bars">
      <h3>
        <Name text={explanation.id} /> <span class="quiet">{explanation.node ? `${explanation.role.toLowerCase()} on ${short(explanation.node)}` : "runs nowhere"}</span>
      </h3>
      <p>
        <Sentence text={explanation.choice.text} />. {nextBest(scores, explanation.node)}
      </p>
      {scores.map((score) => (
        <Bar key={score.node} title={short(score.node ?? "")} score={score} largest={largest} chosen={score.node === explanation.node} why={whyNot(explanation, score.node)} />
      ))}
      {explanation.promotion_score && (
        <Bar title={`promotion${explanation.promotion_score.node ? ` on ${short(explanation.promotion_score.node)}` : ""}`} score={explanation.promotion_score} largest={largest} chosen={explanation.role === "Promoted"} why={null} />
      )}
    </div>
  );
}

function whyNot(explanation: Explanation, node: string | null): string | null {
  return explanation.choice.others.find((each) => each.node === node)?.text ?? null;
}

function nextBest(scores: NodeScore[], chosen: string | null): string {
  const best = scores[0];
  const next = scores[1];
  if (!best || !next || best.node !== chosen) return "";
  const first = scoreNumber(best.score);
  const second = scoreNumber(next.score);
  if (first === null || second === null) return "";
  const infinite = Math.abs(first) >= 1_000_000 || Math.abs(second) >= 1_000_000;
  if (second <= -1_000_000) return "No other node is allowed.";
  if (first === second) return `The next best node, ${short(next.node ?? "")}, has the same score.`;
  return `The next best node, ${short(next.node ?? "")}, is ${infinite ? "infinitely" : `${first - second} points`} behind.`;
}

function Bar({ title, score, largest, chosen, why }: { title: string; score: NodeScore; largest: number; chosen: boolean; why: string | null }) {
  const { selection } = useSelection();
  const pieces = piecesOf(score, largest);
  const selected = (constraint: string | null) => constraint !== null && constraint === selection.constraint;
  const x = (value: number) => 100 + value * 98;
  return (
    <details class={`bar ${chosen ? "chosen" : ""}`} open={score.parts.some((part) => selected(part.constraint))}>
      <summary>
        <span class="bar-name">
          {chosen && <span aria-hidden="true">✓ </span>}
          <bdi>{title}</bdi>
        </span>
        <svg viewBox="0 0 200 14" preserveAspectRatio="none" role="img" aria-label={`score ${scoreText(score.score)}`}>
          {pieces.map((piece, i) => (
            <rect
              key={i}
              class={`piece ${piece.to < piece.from ? "minus" : "plus"} ${piece.infinite ? "infinite" : ""} ${selected(piece.part.constraint) ? "selected" : ""}`}
              x={x(Math.min(piece.from, piece.to))}
              width={Math.max(0.6, Math.abs(x(piece.to) - x(piece.from)) - 0.4)}
              y={1}
              height={12}
            >
              <title>{`${signed(piece.part.change)} ${piece.part.text}`}</title>
            </rect>
          ))}
          <line x1={100} x2={100} y1={0} y2={14} class="axis" />
        </svg>
        <span class="bar-score">{scoreText(score.score)}</span>
      </summary>
      {why && (
        <p>
          Not chosen: <Sentence text={why} />
        </p>
      )}
      <ul class="parts">
        {score.parts.map((part, i) => (
          <li key={i} class={selected(part.constraint) ? "selected" : ""}>
            <span class="number">{part.change === null ? `= ${scoreText(part.after)}` : signed(part.change)}</span> <Sentence text={part.text} />{" "}
            {part.constraint && <ConstraintLink id={part.constraint} />} <LineLink line={part.line} constraint={part.constraint} />
          </li>
        ))}
        {score.parts.length === 0 && <li class="quiet">nothing gives a score</li>}
      </ul>
    </details>
  );
}

const kinds: Record<string, string> = {
  constraint: "the score of",
  stickiness: "the stickiness of",
  "promotion-score": "the promotion score of",
  "migration-threshold": "the migration-threshold of",
  "fail-count": "the fail count of",
};

function Cliffs({ margins }: { margins: Margins }) {
  if (margins.margins.length === 0) return <p>No single number decides where {short(margins.resource)} ends up.</p>;
  return (
    <div>
      <h3>
        How far <Name text={margins.resource} /> is from the cliff
      </h3>
      <ul>
        {margins.margins.slice(0, 5).map((each, i) => (
          <li key={i}>
            <strong>{each.distance} {each.distance === 1 ? "point" : "points"}</strong>: {kinds[each.kind] ?? each.kind}{" "}
            {each.kind === "constraint" ? <ConstraintLink id={each.id} /> : <Name text={each.id} />} {each.node && <bdi>on {short(each.node)} </bdi>}
            <LineLink line={each.line} /> is {scoreText(each.current)}. {edges(each)}
          </li>
        ))}
      </ul>
    </div>
  );
}

function edges(margin: Margin): string {
  const text = (word: string, edge: Margin["above"]) => {
    if (!edge) return "";
    const { promoted, running, restless } = edge.then;
    const then = restless ? "the cluster never comes to rest" : promoted.length > 0 ? `it is promoted on ${promoted.map(short).join(", ")}` : running.length > 0 ? `it runs on ${running.map(short).join(", ")}` : "it runs nowhere";
    return `${word} ${scoreText(edge.value)}, ${then}. `;
  };
  return text("From", margin.above) + text("Down to", margin.below);
}
