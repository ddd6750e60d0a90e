// Scores as bars: for one resource, each node's score as the pieces that it is made of.
import { useMemo, useState } from "preact/hooks";
import type { Edge, Explanation, Margin, Margins, NodeScore, Running, Standing } from "../model/document";
import { distanceWords, edgesOfMargin, promotes, standingWords, staysWords } from "../model/margins";
import { chosenWords, largestSum, piecesOf, ranked } from "../model/scores";
import { count, scoreNumber, scoreText, signed } from "../model/words";
import { useSelection } from "./context";
import { FoldedList } from "./folded";
import { ConstraintLink, LineLink, Name, short, Sentence } from "./links";

const mostListed = 200;
const mostInstances = 12;

interface ScoreBarsProperties {
  explanations: Explanation[];
  margins: Margins[];
  complete: boolean;
  collectives: Map<string, string>; ///< of a primitive's id that of the service that it is in
  after: Map<string, Running[]>; ///< where each resource ends up
  first: string | null; ///< the resource that is shown unless another one is chosen
}

export function ScoreBars({ explanations, margins, complete, collectives, after, first }: ScoreBarsProperties) {
  const { selection, select } = useSelection();
  const resources = useMemo(() => [...new Set(explanations.map((each) => each.resource))], [explanations]);
  const [search, setSearch] = useState("");
  const found = resources.filter((each) => each.includes(search));
  const listed = found.slice(0, mostListed);
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
        {found.length > listed.length && <span class="quiet">and {found.length - listed.length} more: search for them</span>}
      </div>
      {!complete && (
        <p class="quiet">The cluster is large: of each resource only the node that was chosen and the next best one have their parts here.</p>
      )}
      {instances.slice(0, mostInstances).map((each) => (
        <Bars key={each.id} explanation={each} after={after.get(resource)} />
      ))}
      {instances.length > mostInstances && (
        <details class="rest">
          <summary>and {count(instances.length - mostInstances, "more instance")}</summary>
          {instances.slice(mostInstances).map((each) => (
            <Bars key={each.id} explanation={each} after={after.get(resource)} />
          ))}
        </details>
      )}
      {ofService.map((each) => (
        <Cliffs key={each.resource} margins={each} />
      ))}
    </div>
  );
}

function Bars({ explanation, after }: { explanation: Explanation; after: Running[] | undefined }) {
  const scores = ranked(explanation.scores, explanation.node);
  const all = explanation.promotion_score ? [...scores, explanation.promotion_score] : scores;
  const largest = largestSum(all);
  return (
    <div class="bars">
      <h3>
        <Name text={explanation.id} />{" "}
        <span class="quiet">
          <Sentence text={chosenWords(explanation, after)} />
        </span>
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
  stickiness: "resource-stickiness of",
  "promotion-score": "the promotion score of",
  "migration-threshold": "migration-threshold of",
  "fail-count": "the fail count of",
};

function Cliffs({ margins }: { margins: Margins }) {
  const promotable = promotes(margins);
  if (margins.margins.length === 0) {
    return (
      <p>
        No single number decides where {short(margins.resource)} ends up.{margins.now.restless && " The cluster never comes to rest."}
      </p>
    );
  }
  return (
    <div>
      <h3>
        How far <Name text={margins.resource} /> is from the cliff
      </h3>
      <p>
        Now: <Sentence text={standingWords(margins.now, promotable)} />.
      </p>
      <FoldedList of={margins.margins.flatMap((margin) => edgesOfMargin(margin).map((each) => ({ margin, ...each })))} first={5}>
        {({ margin, reaches, edge }) => <Cliff now={margins.now} margin={margin} reaches={reaches} edge={edge} promotable={promotable} />}
      </FoldedList>
    </div>
  );
}

function Cliff({ now, margin, reaches, edge, promotable }: { now: Standing; margin: Margin; reaches: string; edge: Edge; promotable: boolean }) {
  const distance = distanceWords(margin, edge);
  return (
    <>
      It <Sentence text={staysWords(now, edge.then)} /> until {kinds[margin.kind] ?? margin.kind}{" "}
      {margin.kind === "constraint" ? <ConstraintLink id={margin.id} /> : <Name text={margin.id} />} {margin.node && <bdi>on {short(margin.node)} </bdi>}
      <LineLink line={margin.line} /> <strong>{reaches}</strong> (now {scoreText(margin.current)}
      {distance && (
        <>
          , <strong>{distance}</strong>
        </>
      )}
      ). Then: <Sentence text={standingWords(edge.then, promotable)} />
      {edge.decisive.length > 0 && (
        <>
          ;{" "}
          {edge.decisive.map((id) => (
            <span key={id}>
              <ConstraintLink id={id} />{" "}
            </span>
          ))}
          {edge.decisive.length === 1 ? "decides it" : "decide it"}
        </>
      )}
      .
    </>
  );
}
