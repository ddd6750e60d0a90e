// What the cluster was about to do without the events: what is not the events' doing.
import type { Answer, Change, RestingResource, ToldResource } from "./document";
import { badFates, enumerated, firstOf } from "./words";

const most = 5; ///< changes that are told

/** Services that the events have not taken down: without them, they would be down, too. */
export function downAnyway({ anyway, lost }: Answer): string[] {
  const fates = new Map(anyway?.resources.map((each) => [each.id, each.fate]) ?? []);
  return lost.filter((id) => badFates.has(fates.get(id) ?? ""));
}

/** "It would stop on n1 without the event, too.", if it comes to the same; the reason may be another. */
export function wouldAnyway({ anyway }: Answer, resource: ToldResource): string | null {
  const found = anyway?.resources.find((each) => each.id === resource.id);
  if (!found || resource.changes.length === 0 || becomes(found) !== becomes(resource)) return null;
  const changes = [...new Set(resource.changes.map((each) => changeWords(each, "would")))];
  return `It would ${enumerated(changes, most)} without the event, too.`;
}

const becomes = ({ changes, after, fate, state, course }: RestingResource) => JSON.stringify([changes, after, fate, state, course.interruptions]);

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
  const changes = anyway.resources.filter((each) => itself(each.id)).flatMap((each) => each.changes.map((change) => `${each.id} ${changeWords(change, "is")}`));
  if (anyway.rest !== "settled") changes.push("it never comes to rest");
  if (changes.length === 0) return "services are interrupted";
  return firstOf(changes, most).join("; ");
}

/** "it moves from n1 to n2"; "it would move from n1 to n2". */
const verbs: Record<string, { is: string; would: string }> = {
  Starts: { is: "starts", would: "start" },
  Stops: { is: "stops", would: "stop" },
  Moves: { is: "moves", would: "move" },
  Restarts: { is: "restarts", would: "restart" },
  Promotes: { is: "is promoted", would: "be promoted" },
  Demotes: { is: "is demoted", would: "be demoted" },
  Returns: { is: "moves", would: "move" },
};

function changeWords({ change, from, to }: Change, form: "is" | "would"): string {
  const verb = verbs[change]?.[form] ?? change.toLowerCase();
  switch (change) {
    case "Moves":
      return `${verb} from ${from} to ${to}`;
    case "Returns":
      return `${verb} to ${to} and back to ${from}`;
    default:
      return `${verb} on ${to ?? from}`;
  }
}
