// A score as a bar: its pieces side by side, what is infinite with a width of its own.
import type { Explanation, NodeScore, Running, ScorePart } from "./document";
import { infinity, scoreNumber } from "./words";

export interface Piece {
  part: ScorePart;
  from: number; ///< between -1 and 1; 0 is no score
  to: number;
  infinite: boolean;
}

const room = 0.8; // what finite scores have of a half; the rest is for what is infinite

/** The largest finite sum that occurs in any of the bars, so that they can be compared. */
export function largestSum(scores: NodeScore[]): number {
  let largest = 1;
  for (const score of scores) {
    let up = 0;
    let down = 0;
    for (const part of score.parts) {
      const change = scoreNumber(part.change ?? part.after);
      if (change === null || Math.abs(change) >= infinity) continue;
      if (change > 0) up += change;
      else down -= change;
    }
    largest = Math.max(largest, up, down);
  }
  return largest;
}

/** What adds stands to the right, what takes away to the left. */
export function piecesOf(score: NodeScore, largest: number): Piece[] {
  const pieces: Piece[] = [];
  let right = 0;
  let left = 0;
  for (const part of score.parts) {
    if (part.change === null) {
      // It was set, whatever came before.
      pieces.length = right = left = 0;
    }
    const change = scoreNumber(part.change ?? part.after);
    if (change === null || change === 0) continue;
    const infinite = Math.abs(change) >= infinity;
    const width = infinite ? 1 - room : (Math.abs(change) / largest) * room;
    if (change > 0) {
      pieces.push({ part, from: right, to: Math.min(1, right + width), infinite });
      right = Math.min(1, right + width);
    } else {
      pieces.push({ part, from: -left, to: -Math.min(1, left + width), infinite });
      left = Math.min(1, left + width);
    }
  }
  return pieces;
}

/** "promoted on pg02"; what has a node still may not run there: without quorum, or if something else of its own is missing. */
export function chosenWords({ node, role }: Pick<Explanation, "node" | "role">, after: Running[] | undefined): string {
  if (node === null) return "runs nowhere";
  const runs = !after || after.some((each) => each.node === node && each.state !== null);
  return runs ? `${role.toLowerCase()} on ${node}` : `${node} is chosen, but it does not run there`;
}

/** The chosen node first, then the best. */
export function ranked(scores: NodeScore[], chosen: string | null): NodeScore[] {
  const value = (score: NodeScore) => scoreNumber(score.score) ?? -infinity - 1;
  return [...scores].sort((a, b) => Number(b.node === chosen) - Number(a.node === chosen) || value(b) - value(a));
}
