// A course: the cluster from before an event until it is at rest, frame by frame. What is drawn of it is decided here.
import type { Answer, AnswerResource, ClusterEvent, NodeOutcome, Obstacle, ReportDocument, Running, Step, ToldResource } from "./document";
import { badFates } from "./words";

export interface Course {
  key: string;
  name: string;
  events: ClusterEvent[];
  nodes: NodeOutcome[]; ///< all of them
  before: Map<string, Running[]>; ///< by the ids of what is drawn
  after: Map<string, Running[]>;
  told: Map<string, ToldResource>; ///< what becomes different
  steps: Step[];
  rest: string;
  verdict: string;
  quorum: { have: boolean; explanation: string };
  lost: string[];
}

/** A resource as it is drawn on a node. */
export interface Chip {
  resource: string;
  node: string;
  role: string;
  members: Set<string>;
  trouble: "" | "failed" | "lost" | "unknown";
}

export interface Frame {
  title: string;
  last: boolean;
  chips: Chip[];
  nodeStates: Map<string, string>;
  fenced: Map<string, number>; ///< how often a node was until then
  changed: Set<string>; ///< chipKey() of what this frame changed, and names of nodes
}

export const chipKey = (node: string, resource: string) => `${node}\n${resource}`;

const withoutNumber = (id: string) => id.replace(/:\d+$/, "");

/** Services, and primitives that are in none: fencing devices, say. */
export function drawnResources(answer: Answer): AnswerResource[] {
  const byId = new Map(answer.resources.map((each) => [each.id, each]));
  const inService = (resource: AnswerResource): boolean => {
    for (let up = resource.parent && byId.get(resource.parent); up; up = up.parent && byId.get(up.parent)) {
      if (up.service) return true;
    }
    return false;
  };
  return answer.resources.filter((each) => (each.service || each.kind === "primitive") && !inService(each));
}

/** For each resource of the configuration, what it is drawn as. */
export function drawnAs(answer: Answer): Map<string, string> {
  const drawn = new Set(drawnResources(answer).map((each) => each.id));
  const byId = new Map(answer.resources.map((each) => [each.id, each]));
  const as = new Map<string, string>();
  for (const resource of answer.resources) {
    for (let up: AnswerResource | undefined = resource; up; up = up.parent ? byId.get(up.parent) : undefined) {
      if (drawn.has(up.id)) {
        as.set(resource.id, up.id);
        break;
      }
    }
  }
  return as;
}

/** What keeps a resource down, on cluster nodes first: guests are rarely where anybody wants it. */
export function guestsLast(answer: Answer, obstacles: Obstacle[]): Obstacle[] {
  const guests = new Set(answer.nodes.filter((each) => each.kind === "guest").map((each) => each.name));
  const isGuest = (each: Obstacle) => each.node !== null && guests.has(each.node);
  return [...obstacles.filter((each) => !isGuest(each)), ...obstacles.filter(isGuest)];
}

export function answerCourse(answer: Answer): Course {
  const drawn = drawnResources(answer);
  return {
    key: "answer",
    name: answer.events.length > 0 ? answer.events.map((each) => each.text).join(", ") : drawn.some(isDifferent) ? "what it is about to do" : "nothing fails",
    events: answer.events,
    nodes: answer.nodes,
    before: new Map(drawn.map((each) => [each.id, each.before])),
    after: new Map(drawn.map((each) => [each.id, each.after])),
    told: new Map(drawn.filter(isDifferent).map((each) => [each.id, each])),
    steps: answer.transitions.flatMap((each) => each.steps),
    rest: answer.rest,
    verdict: answer.verdict,
    quorum: answer.quorum,
    lost: answer.lost,
  };
}

function isDifferent(resource: ToldResource): boolean {
  return resource.changes.length > 0 || resource.course.interruptions > 0 || !["runs", "down"].includes(resource.fate);
}

/** Where everything is before the failures: at rest, without the answer's events. */
function restingPlaces(document: ReportDocument): Map<string, Running[]> {
  const { answer, failures } = document;
  const places = new Map<string, Running[]>();
  for (const each of drawnResources(answer)) places.set(each.id, answer.events.length > 0 ? each.before : each.after);
  if (answer.events.length === 0 || !failures) return places;
  for (const now of failures.now) {
    const running = now.running.map((node) => ({
      node,
      role: now.promoted.includes(node) ? "Promoted" : now.promoted.length > 0 ? "Unpromoted" : "Started",
      instance: now.service,
      state: "running",
    }));
    places.set(now.service, running);
  }
  return places;
}

export function failureCourses(document: ReportDocument): Map<number, Course> {
  const { answer, failures } = document;
  const courses = new Map<number, Course>();
  if (!failures) return courses;
  const resting = restingPlaces(document);
  for (const told of document.courses) {
    const scenario = failures.scenarios[told.scenario];
    if (!scenario) continue;
    const before = new Map(resting);
    const after = new Map(resting);
    const differing = new Map<string, ToldResource>();
    for (const resource of told.resources) {
      if (!resting.has(resource.id)) continue;
      before.set(resource.id, resource.before);
      after.set(resource.id, resource.after);
      differing.set(resource.id, resource);
    }
    const toldNodes = new Map(told.nodes.map((each) => [each.name, each]));
    const nodes = answer.nodes.map((each) => {
      const state = answer.events.length > 0 ? each.before : each.after;
      return toldNodes.get(each.name) ?? { ...each, before: state, after: state, fencing: null, fenced: 0 };
    });
    courses.set(told.scenario, {
      key: `failure-${told.scenario}`,
      name: scenario.name,
      events: scenario.events,
      nodes,
      before,
      after,
      told: differing,
      steps: told.transitions.flatMap((each) => each.steps),
      rest: told.rest,
      verdict: told.verdict,
      quorum: told.quorum,
      lost: scenario.affected
        .filter((each) => badFates.has(each.fate))
        .map((each) => each.service),
    });
  }
  return courses;
}

// ---- frames -----------------------------------------------------------------------------------------------------

function chipsOf(places: Map<string, Running[]>): Map<string, Chip> {
  const chips = new Map<string, Chip>();
  for (const [resource, running] of places) {
    for (const each of running) {
      if (each.node === null || each.state === null) continue;
      const key = chipKey(each.node, resource);
      const chip = chips.get(key) ?? { resource, node: each.node, role: each.role, members: new Set<string>(), trouble: "" as const };
      chip.members.add(withoutNumber(each.instance));
      if (each.role === "Promoted") chip.role = "Promoted";
      if (each.state === "failed" || each.state === "undetected") chip.trouble = "failed";
      if (each.state === "unknown") chip.trouble = "unknown";
      chips.set(key, chip);
    }
  }
  return chips;
}

const shownOperations = new Set(["start", "stop", "promote", "demote", "migrate_to", "migrate_from"]);

/** The steps that a person wants to see: not monitors, unless they failed. */
export function shownSteps(course: Course): Step[] {
  return course.steps.filter(
    (step) => step.kind === "fencing" || step.failed_with !== null || (step.kind === "resource" && shownOperations.has(step.operation)),
  );
}

export function stepWords(step: Step): string {
  const failed = step.failed_with !== null ? ", which fails" : "";
  if (step.kind === "fencing") {
    const verb = step.operation === "on" ? "unfence" : step.operation === "off" ? "fence (off)" : "fence (reboot)";
    return `${verb} ${step.node ?? ""}${step.means ? `: ${step.means}` : ""}${failed}`;
  }
  const on = step.node ? ` on ${step.node}` : "";
  return `${step.operation.replace("_", " ")} ${step.resource ?? ""}${on}${failed}`;
}

/** Number of frames: before, the events if there are any, each step, at rest. */
export function frameCount(course: Course): number {
  return 1 + (course.events.length > 0 ? 1 : 0) + shownSteps(course).length + (shownSteps(course).length > 0 ? 1 : 0);
}

class Player {
  chips: Map<string, Chip>;
  nodeStates: Map<string, string>;
  fenced = new Map<string, number>();
  changed = new Set<string>();

  constructor(
    private course: Course,
    private as: Map<string, string>,
    private promotable: Set<string>,
  ) {
    this.chips = chipsOf(course.before);
    this.nodeStates = new Map(course.nodes.map((each) => [each.name, each.before]));
  }

  happen(): void {
    this.changed = new Set();
    for (const event of this.course.events) {
      if (event.event === "node-fails" && event.node) this.loseNode(event.node);
      if (event.event === "resource-fails" && event.node && event.resource) this.fail(event.resource, event.node);
      if (event.event.startsWith("node-") && event.event !== "node-fails" && event.node) this.changed.add(event.node);
    }
  }

  apply(step: Step): void {
    this.changed = new Set();
    if (!step.node || step.failed_with !== null) return;
    if (step.kind === "fencing") {
      if (step.operation === "on") return;
      this.nodeStates.set(step.node, "fenced");
      this.fenced.set(step.node, (this.fenced.get(step.node) ?? 0) + 1);
      this.changed.add(step.node);
      for (const [key, chip] of this.chips) if (chip.node === step.node) this.chips.delete(key);
      return;
    }
    if (!step.resource) return;
    const id = withoutNumber(step.resource);
    const resource = this.as.get(id);
    if (resource === undefined) return;
    const key = chipKey(step.node, resource);
    this.changed.add(key);
    this.operate(step, id, resource, key);
  }

  private operate(step: Step, id: string, resource: string, key: string): void {
    const chip = this.chips.get(key);
    switch (step.operation) {
      case "start":
      case "migrate_from": {
        const role = chip?.role ?? (this.promotable.has(resource) ? "Unpromoted" : "Started");
        const members = new Set(chip?.members ?? []).add(id);
        this.chips.set(key, { resource, node: step.node!, role, members, trouble: "" });
        return;
      }
      case "stop": {
        if (!chip) return;
        chip.members.delete(id);
        if (chip.members.size === 0) this.chips.delete(key);
        return;
      }
      case "promote":
      case "demote":
        if (chip) chip.role = step.operation === "promote" ? "Promoted" : "Unpromoted";
    }
  }

  private loseNode(node: string): void {
    this.nodeStates.set(node, "failed");
    this.changed.add(node);
    for (const chip of this.chips.values()) if (chip.node === node) chip.trouble = "lost";
  }

  private fail(resource: string, node: string): void {
    const key = chipKey(node, this.as.get(withoutNumber(resource)) ?? resource);
    const chip = this.chips.get(key);
    if (chip) chip.trouble = "failed";
    this.changed.add(key);
  }
}

export const titleBefore = "Before";

/** The frame with this number, from 0. */
export function frameAt(course: Course, number: number, answer: Answer): Frame {
  const steps = shownSteps(course);
  const last = frameCount(course) - 1;
  const player = new Player(course, drawnAs(answer), new Set(answer.resources.filter((each) => each.promotable).map((each) => each.id)));
  if (number === 0) return frame(player, last === 0 ? "The cluster at rest" : titleBefore);
  if (number >= last) {
    player.chips = chipsOf(course.after);
    player.nodeStates = new Map(course.nodes.map((each) => [each.name, each.after]));
    player.fenced = new Map(course.nodes.map((each) => [each.name, each.fenced]));
    return frame(player, course.rest === "settled" ? "At rest again" : "It never comes to rest", true);
  }
  let at = 0;
  let title = "";
  if (course.events.length > 0) {
    player.happen();
    at = 1;
    title = course.name;
  }
  for (const step of steps) {
    if (at === number) break;
    player.apply(step);
    title = stepWords(step);
    ++at;
  }
  return frame(player, title);
}

function frame(player: Player, title: string, last = false): Frame {
  return { title, last, chips: [...player.chips.values()], nodeStates: player.nodeStates, fenced: player.fenced, changed: player.changed };
}
