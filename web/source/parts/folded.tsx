// Lists of which the first items are shown: the others are in a fold that says how many they are.
import type { ComponentChildren } from "preact";

interface FoldedListProperties<T> {
  of: T[];
  first: number;
  numbered?: boolean;
  children: (item: T) => ComponentChildren; ///< what stands in an item
}

export function FoldedList<T>({ of, first, numbered = false, children }: FoldedListProperties<T>) {
  const rest = of.length > first + 1 ? of.slice(first) : []; // no fold for a single item
  const shown = of.slice(0, of.length - rest.length);
  const items = (some: T[]) => some.map((each, i) => <li key={i}>{children(each)}</li>);
  return (
    <>
      {numbered ? <ol>{items(shown)}</ol> : <ul>{items(shown)}</ul>}
      {rest.length > 0 && (
        <details class="rest">
          <summary>and {rest.length} more</summary>
          {numbered ? <ol start={shown.length + 1}>{items(rest)}</ol> : <ul>{items(rest)}</ul>}
        </details>
      )}
    </>
  );
}
