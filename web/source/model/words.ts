// Words and letters of what the JSON has as codes. A letter is never alone: its word stands in the legend and in its name.
import type { Running, Score, SweptService } from "./document";

export type Mark = "same" | "interrupted" | "moved" | "other" | "reduced" | "lost-promoted" | "unknown" | "undetected" | "stuck" | "down";

export interface MarkWords {
  letter: string;
  word: string;
  bad: boolean;
}

export const marks: Record<Mark, MarkWords> = {
  same: { letter: "·", word: "stays as it is", bad: false },
  interrupted: { letter: "I", word: "interrupted, and back where it was", bad: false },
  moved: { letter: "M", word: "moves to another node", bad: false },
  other: { letter: "~", word: "is placed otherwise", bad: false },
  reduced: { letter: "R", word: "fewer instances", bad: false },
  "lost-promoted": { letter: "P", word: "no promoted instance", bad: true },
  unknown: { letter: "?", word: "not known whether it runs", bad: true },
  undetected: { letter: "U", word: "dead, and nobody notices", bad: true },
  stuck: { letter: "S", word: "stuck after a failure", bad: true },
  down: { letter: "D", word: "down", bad: true },
};

export function markOf(service: SweptService | undefined): Mark {
  if (!service) return "same";
  switch (service.fate) {
    case "lost":
      return "down";
    case "stuck":
    case "unknown":
    case "undetected":
    case "reduced":
    case "lost-promoted":
      return service.fate;
  }
  if (service.moved) return "moved";
  return service.interruptions > 0 ? "interrupted" : "other";
}

/** A service that ran, and is not as it has to be. */
export const badFates = new Set(["lost-promoted", "undetected", "unknown", "stuck", "lost"]);

/** The most important part of a verdict, and the rest of the sentence, without the "; " between them. */
export function verdictParts(verdict: string): [string, string] {
  const end = verdict.indexOf("; ");
  return end === -1 ? [verdict, ""] : [verdict.slice(0, end), verdict.slice(end + 2)];
}

export interface NodeWords {
  letter: string;
  level: "good" | "warn" | "bad";
  text: string;
}

/** A node that is up, a node that is kept from running anything, a node that is gone. */
export function nodeWords(state: string, fenced: number, cannotBeFenced: boolean): NodeWords {
  const times = fenced === 1 ? "" : ` ${fenced} times`;
  const more = fenced > 0 && state !== "fenced" ? `, ${state === "offline" ? "" : "was "}fenced${times}` : cannotBeFenced && state.startsWith("unclean") ? ", not fenced" : "";
  if (state === "online") return { letter: "✓", level: "good", text: state + more };
  const kept = ["standby", "maintenance", "pending", "shutting down"].includes(state);
  return { letter: kept ? "‖" : "✕", level: kept ? "warn" : "bad", text: state + more };
}

export const infinity = 1_000_000;

export function scoreNumber(score: Score): number | null {
  if (score === "INFINITY") return infinity;
  if (score === "-INFINITY") return -infinity;
  return score;
}

export function scoreText(score: Score): string {
  if (score === null) return "none";
  return String(score);
}

export function signed(score: Score): string {
  if (typeof score === "number") return score > 0 ? `+${score}` : String(score);
  if (score === "INFINITY") return "+INFINITY";
  return scoreText(score);
}

/** "promoted on a, also on b c", "stopped". */
export function placeWords(places: Running[]): string {
  const nodes = new Map<string, Set<string>>();
  for (const each of places) {
    if (each.node === null || each.state === null) continue;
    const role = each.state !== "running" ? `${each.role.toLowerCase()} (${each.state})` : each.role.toLowerCase();
    nodes.set(role, (nodes.get(role) ?? new Set()).add(each.node));
  }
  if (nodes.size === 0) return "stopped";
  const order = (role: string) => (role.startsWith("promoted") ? 0 : 1);
  return [...nodes]
    .sort((a, b) => order(a[0]) - order(b[0]))
    .map(([role, on]) => `${role === "started" ? "" : `${role} `}on ${[...on].join(", ")}`)
    .join("; ");
}

export function count(number: number, one: string, many = `${one}s`): string {
  return `${number} ${number === 1 ? one : many}`;
}

/** The first of the texts, and how many more there are. */
export function firstOf(texts: string[], most: number): string[] {
  return texts.length > most ? [...texts.slice(0, most), `and ${texts.length - most} more`] : texts;
}

/** "a, b and 3 more". */
export function enumerated(texts: string[], most: number): string {
  const shown = texts.length > most ? [...texts.slice(0, most), `${texts.length - most} more`] : texts;
  return shown.length < 2 ? shown.join() : `${shown.slice(0, -1).join(", ")} and ${shown[shown.length - 1]}`;
}

export function duration(seconds: number): string {
  if (seconds < 60) return count(seconds, "second");
  if (seconds < 3600) return count(Math.round(seconds / 60), "minute");
  if (seconds < 172800) return `${(seconds / 3600).toFixed(1)} hours`;
  return count(Math.round(seconds / 86400), "day");
}
