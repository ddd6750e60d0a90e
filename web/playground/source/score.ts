// The score of a colocation in the text of a CIB, found and changed in place, so that nothing else in the text moves.

interface Place {
  from: number;
  to: number;
  value: string;
}

/** The values that the slider stops at, from "never together" to "rather not". */
export const stops = ["-INFINITY", "-100000", "-10000", "-5000", "-2000", "-1000"];

/** Where the value of the score stands; null: no such colocation, or it has no score. */
export function scorePlace(text: string, constraint: string): Place | null {
  for (const tag of text.matchAll(/<!--[\s\S]*?-->|<rsc_colocation\b(?:[^>"']|"[^"]*"|'[^']*')*>/g)) {
    if (tag[0].startsWith("<!--")) continue;
    if (attribute(tag[0], "id")?.value !== constraint) continue;
    const score = attribute(tag[0], "score");
    return score && { from: tag.index + score.from, to: tag.index + score.to, value: score.value };
  }
  return null;
}

function attribute(tag: string, name: string): Place | null {
  for (const found of tag.matchAll(/\s([\w:.-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g)) {
    if (found[1] !== name) continue;
    const value = found[2] ?? found[3] ?? "";
    const to = found.index + found[0].length - 1;
    return { from: to - value.length, to, value };
  }
  return null;
}

export function withScore(text: string, constraint: string, score: string): string {
  const place = scorePlace(text, constraint);
  return place ? text.slice(0, place.from) + score + text.slice(place.to) : text;
}

/** The stop that is the score, or the one before which it lies. */
export function stopOf(score: string): number {
  const number = (value: string) => (value === "-INFINITY" ? -1_000_000 : value === "INFINITY" || value === "+INFINITY" ? 1_000_000 : Number(value));
  const found = stops.findIndex((each) => number(score) <= number(each));
  return found === -1 ? stops.length - 1 : found;
}
