// Links between the sections: a constraint, a line of the CIB.
import type { Obstacle } from "../model/document";
import { useSelection } from "./context";
import { FoldedList } from "./folded";

export function ConstraintLink({ id, goTo = "constraints" }: { id: string; goTo?: string }) {
  const { selection, select } = useSelection();
  return (
    <button
      type="button"
      class="link code"
      aria-pressed={selection.constraint === id}
      title="Show this constraint in the graph"
      onClick={() => select({ constraint: id }, goTo)}
    >
      <bdi>{short(id)}</bdi>
    </button>
  );
}

export function LineLink({ line, constraint = null }: { line: number | null; constraint?: string | null }) {
  const { select } = useSelection();
  if (line === null) return null;
  return (
    <button
      type="button"
      class="link quiet"
      title="Show this line of the CIB"
      onClick={() => select(constraint === null ? { line } : { line, constraint }, "source")}
    >
      line {line}
    </button>
  );
}

export function ResourceLink({ id }: { id: string }) {
  const { select } = useSelection();
  return (
    <button type="button" class="link code" title="Show the scores of this resource" onClick={() => select({ resource: id }, "scores")}>
      <bdi>{short(id)}</bdi>
    </button>
  );
}

/** What keeps a resource down, node by node. */
export function Obstacles({ of, first }: { of: Obstacle[]; first: number }) {
  return (
    <FoldedList of={of} first={first}>
      {(each) => (
        <>
          {each.node && <bdi>{short(each.node)}: </bdi>}
          <Sentence text={each.text} /> {each.constraint && <ConstraintLink id={each.constraint} />} <LineLink line={each.line} constraint={each.constraint} />
        </>
      )}
    </FoldedList>
  );
}

/** A sentence, in which names may be of any length. */
export function Sentence({ text }: { text: string }) {
  const shown = text.length > longestSentence ? `${text.slice(0, longestSentence)} … (${text.length} characters)` : text;
  return <bdi>{shown.split(/(-INFINITY)/).map((part, i) => (i % 2 === 0 ? part : <span key={i} class="unbroken">{part}</span>))}</bdi>;
}

const longestSentence = 500;

/** A name that is too long for any place; its title has the whole. */
export function Name({ text }: { text: string }) {
  return (
    <bdi class="code" title={text.length > longest ? text : undefined}>
      {short(text)}
    </bdi>
  );
}

const longest = 60;

export function short(text: string): string {
  return text.length > longest ? `${text.slice(0, longest - 1)}…` : text;
}
