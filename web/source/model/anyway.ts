// What the cluster was about to do without the events: what is not the events' doing.
import type { Answer, Change, ToldResource } from "./document";
import { badFates } from "./words";

const most = 5; ///< changes that are told

/** Services that the events have not taken down: without them, they would be down, too. */
export function downAnyway({ anyway, lost }: Answer): string[] {
  const fates = new Map(anyway?.resources.map((each) => [each.id, each.fate]) ?? []);
  return lost.filter((id) => badFates.has(fates.get(id) ?? ""));
}

export function wouldAnyway({ anyway }: Answer, resource: ToldResource): boolean {
  const found = anyway?.resources.find((each) => each.id === resource.id);
  return found !== undefined && resource.changes.length > 0 && JSON.stringify(found.changes) === JSON.stringify(resource.changes);
}

/** "web moves from n1 to n2; and 3 more", of what stands for what is in it. */
export function anywayWords({ anyway, resources }: Answer): string | null {
  if (!anyway) return null;
  const known = new Map(resources.map((each) => [each.id, each]));
  const groups = new Set(resources.filter((each) => each.kind === "group").map((each) => each.id));
  const around = new Set(resources.filter((each) => each.kind === "group" && each.parent !== null).map((each) => each.parent));
  const itself = (id: string) => {
    const each = known.get(id);
    if (!each || groups.has(id) || around.has(id)) return false;
    return each.kind !== "primitive" || each.parent === null || groups.has(each.parent);
  };
  const changes = anyway.resources.filter((each) => itself(each.id)).flatMap((each) => each.changes.map((change) => `${each.id} ${changeWords(change)}`));
  if (anyway.rest !== "settled") changes.push("it never comes to rest");
  if (changes.length === 0) return "services are interrupted";
  return [...changes.slice(0, most), ...(changes.length > most ? [`and ${changes.length - most} more`] : [])].join("; ");
}

function changeWords({ change, from, to }: Change): string {
  switch (change) {
    case "Starts":
      return `starts on ${to}`;
    case "Stops":
      return `stops on ${from}`;
    case "Moves":
      return `moves from ${from} to ${to}`;
    case "Restarts":
      return `restarts on ${from}`;
    case "Promotes":
      return `is promoted on ${to}`;
    case "Demotes":
      return `is demoted on ${from}`;
    case "Returns":
      return `moves to ${to} and back to ${from}`;
    default:
      return change.toLowerCase();
  }
}
