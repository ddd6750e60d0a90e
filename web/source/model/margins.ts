// A margin in the words of placement-sim margin: how long a resource stays as it is, and what comes then.
import type { Edge, Margin, Margins, Standing } from "./document";
import { scoreNumber, scoreText } from "./words";

const ofFailures = new Set(["migration-threshold", "fail-count"]);

export function promotes({ now, margins }: Margins): boolean {
  return [now, ...margins.flatMap((each) => [each.above?.then, each.below?.then])].some((each) => each !== undefined && each.promoted.length > 0);
}

const nodes = (names: string[]) => (names.length === 0 ? "no node" : names.join(", "));

/** "promoted on pg02, running on pg02, pg03", "running on n1", "stopped". */
export function standingWords({ promoted, running, restless, impossible }: Standing, promotable: boolean): string {
  if (impossible) return `the events cannot happen, as ${impossible}`;
  if (running.length === 0) return restless ? "stopped and started again and again" : "stopped";
  const words = `running on ${nodes(running)}${restless ? ", and the cluster never comes to rest" : ""}`;
  return promotable ? `promoted on ${nodes(promoted)}, ${words}` : words;
}

/** What the other outcome ends. */
export function staysWords(now: Standing, then: Standing): string {
  if (then.impossible ? now.promoted.length > 0 : now.promoted.join() !== then.promoted.join()) {
    return now.promoted.length === 0 ? "stays without a promoted instance" : `stays promoted on ${nodes(now.promoted)}`;
  }
  if (!then.impossible && now.restless !== then.restless) return now.restless ? "never comes to rest" : "stays at rest";
  return now.running.length === 0 ? "stays stopped" : `stays running on ${nodes(now.running)}`;
}

/** "3 failures away"; nothing is far from what is infinite. */
export function distanceWords({ kind, current }: Margin, { value }: Edge): string | null {
  if (typeof current !== "number" || typeof value !== "number") return null;
  const distance = Math.abs(value - current);
  return `${distance} ${ofFailures.has(kind) ? "failure" : "point"}${distance === 1 ? "" : "s"} away`;
}

/** The edges of a margin, the nearer one first. */
export function edgesOfMargin({ current, above, below }: Margin): { reaches: string; edge: Edge }[] {
  const up = above ? [{ reaches: `reaches ${scoreText(above.value)}`, edge: above }] : [];
  const down = below ? [{ reaches: `falls to ${scoreText(below.value)}`, edge: below }] : [];
  const from = (edge: Edge) => Math.abs((scoreNumber(edge.value) ?? 0) - (scoreNumber(current) ?? 0));
  return above && below && from(above) <= from(below) ? [...up, ...down] : [...down, ...up];
}
