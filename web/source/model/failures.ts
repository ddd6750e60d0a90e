// The failure map: a row for each failure, a column for each service, and what the failure does to it.
import type { Sweep, SweptScenario, SweptService } from "./document";
import { type Mark, markOf, marks } from "./words";

export interface FailureRow {
  index: number; ///< in Sweep.scenarios
  scenario: SweptScenario;
  cells: Map<string, SweptService>;
  lost: number;
  affected: number;
}

export interface FailureMap {
  rows: FailureRow[];
  services: string[]; ///< the columns
  left_out: number; ///< services that no failure does anything to but their own
}

const most = 24; ///< columns that a person can look at

export function isNodeFailure(scenario: SweptScenario): boolean {
  return scenario.events.some((each) => each.event !== "resource-fails");
}

export function failureMap(sweep: Sweep, search = "", all = false): FailureMap {
  const rows: FailureRow[] = [];
  sweep.scenarios.forEach((scenario, index) => {
    if (search && !scenario.name.includes(search)) return;
    const cells = new Map(scenario.affected.map((each) => [each.service, each]));
    const lost = scenario.affected.filter((each) => marks[markOf(each)].bad).length;
    rows.push({ index, scenario, cells, lost, affected: scenario.affected.length });
  });
  const services = sweep.now.map((each) => each.service);
  if (all || services.length <= most) return { rows, services, left_out: 0 };
  const weight = new Map<string, number>();
  for (const row of rows) {
    for (const [service, cell] of row.cells) {
      weight.set(service, (weight.get(service) ?? 0) + (marks[markOf(cell)].bad ? 1000 : 1));
    }
  }
  const chosen = new Set([...weight].sort((a, b) => b[1] - a[1]).slice(0, most).map(([service]) => service));
  const shown = services.filter((each) => chosen.has(each));
  return { rows, services: shown, left_out: services.length - shown.length };
}

/** What the single failures do, in short. */
export function failuresInShort({ runs, runs_done, scenarios, single_points_of_failure }: Sweep): { text: string; level: "good" | "warn" | "bad" } {
  const points = single_points_of_failure.length;
  const restless = scenarios.filter((each) => each.settles === false).length;
  const tried = runs_done < runs ? `${runs_done} single failures that were tried, of ${runs},` : `${runs} single failures`;
  const down = `${points} of ${tried} ${points === 1 ? "takes" : "take"} a service down`;
  if (points > 0) return { text: restless > 0 ? `${down}; after ${restless} the cluster never comes to rest` : down, level: "bad" };
  if (restless > 0) return { text: `after ${restless} of ${tried} the cluster never comes to rest; none takes a service down`, level: "warn" };
  return { text: `none of ${tried} takes a service down`, level: runs_done < runs ? "warn" : "good" };
}

/** "2 down, 3 moves to another node": the worst first. */
export function summary(row: FailureRow): string {
  const counts = new Map<Mark, number>();
  for (const cell of row.cells.values()) counts.set(markOf(cell), (counts.get(markOf(cell)) ?? 0) + 1);
  const order = Object.keys(marks).reverse() as Mark[];
  const words: Partial<Record<Mark, string>> = { interrupted: "interrupted", moved: "moved", other: "placed otherwise", reduced: "reduced" };
  return order
    .filter((mark) => counts.has(mark))
    .map((mark) => `${counts.get(mark)} ${words[mark] ?? marks[mark].word}`)
    .join(", ");
}
