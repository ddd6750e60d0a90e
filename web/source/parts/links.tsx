// Links between the sections: a constraint, a line of the CIB.
import { useSelection } from "./context";

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

/** A sentence, in which names may be of any length. */
export function Sentence({ text }: { text: string }) {
  return <bdi>{text.length > longestSentence ? `${text.slice(0, longestSentence)} … (${text.length} characters)` : text}</bdi>;
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
