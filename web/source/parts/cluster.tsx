// The cluster as a drawing: a card for each node, a chip for each service on it, and a slider over what happens.
import type { ComponentChildren } from "preact";
import { useMemo, useState } from "preact/hooks";
import type { Answer, Obstacle, ToldResource } from "../model/document";
import { type Chip, type Course, type Frame, chipKey, frameAt, frameCount, guestsLast, titleBefore } from "../model/course";
import { anywayWords, downAnyway, wouldAnyway } from "../model/anyway";
import { type NodeWords, badFates, count, nodeWords, placeWords } from "../model/words";
import { useSelection } from "./context";
import { Name, Obstacles, ResourceLink, short, Sentence } from "./links";

const mostChips = 16; ///< on one node, unless all are asked for
const fewNodes = 8; ///< with more (guests beside), what was before is a step of the slider alone
const nothingFails = new Map<string, string>();
const many = 150; ///< with more services, only what differs is drawn unless asked

interface DrawingProperties {
  answer: Answer;
  courses: Course[];
  failing: Map<string, string>; ///< of a node's name the course in which it fails
  said?: string; ///< the verdict that the page begins with
}

export function ClusterDrawing({ answer, courses, failing, said = "" }: DrawingProperties) {
  const { selection, select } = useSelection();
  const course = courses.find((each) => each.key === selection.course) ?? courses[0]!;
  const frames = frameCount(course);
  const frame = Math.min(selection.frame, frames - 1);
  const now = useMemo(() => frameAt(course, frame, answer), [course, frame, answer]);
  const first = useMemo(() => frameAt(course, 0, answer), [course, answer]);
  const last = useMemo(() => frameAt(course, frames - 1, answer), [course, frames, answer]);
  const drawn = course.before.size;
  const services = useMemo(() => new Set(answer.resources.filter((each) => each.service).map((each) => each.id)), [answer]);
  const [everything, setEverything] = useState(drawn <= many);
  const [search, setSearch] = useState("");
  const filter = (chip: Chip) => (everything || course.told.has(chip.resource)) && chip.resource.includes(search);

  return (
    <div>
      <div class="controls">
        <label>
          What happens{" "}
          <select
            value={course.key}
            onChange={(event) => select({ course: event.currentTarget.value, frame: 99999 })}
          >
            {courses.map((each) => (
              <option key={each.key} value={each.key}>
                {short(each.name)}
                {asides(each)}
              </option>
            ))}
          </select>
        </label>
        {drawn > 20 && (
          <label>
            Find a service <input type="search" value={search} onInput={(event) => setSearch(event.currentTarget.value)} />
          </label>
        )}
        {drawn > 20 && (
          <label class="check">
            <input type="checkbox" checked={!everything} onChange={() => setEverything(!everything)} /> only what changes
          </label>
        )}
      </div>
      <Story course={course} answer={answer} said={said} />
      {frames > 1 && answer.nodes.filter((each) => each.kind !== "guest").length <= fewNodes && (
        <>
          <h3>Before</h3>
          <Cards answer={answer} course={course} frame={first} filter={filter} failing={nothingFails} />
        </>
      )}
      {frames > 1 && (
        <>
          <h3 class="screen-only">{frame === frames - 1 ? "After" : "Step by step"}</h3>
          <Stepper frames={frames} frame={frame} title={now.title} onFrame={(to) => select({ frame: to })} />
        </>
      )}
      <div class="screen-only">
        <Cards answer={answer} course={course} frame={now} filter={filter} failing={failing} />
      </div>
      <div class="print-only">
        <h3>{last.title}</h3>
        <Cards answer={answer} course={course} frame={last} filter={filter} failing={nothingFails} />
      </div>
      <Legend />
      <Changes course={course} answer={answer} services={services} />
    </div>
  );
}

/** What is bad about a course, after its name. */
function asides({ lost, rest }: Course): string {
  const words = [...(lost.length > 0 ? [`harms ${count(lost.length, "service")}`] : []), ...(rest !== "settled" ? ["never comes to rest"] : [])];
  return words.length > 0 ? ` (${words.join(", ")})` : "";
}

function Stepper({ frames, frame, title, onFrame }: { frames: number; frame: number; title: string; onFrame: (to: number) => void }) {
  return (
    <div class="stepper screen-only" role="group" aria-label="Steps">
      <button type="button" disabled={frame === 0} onClick={() => onFrame(0)}>
        Before
      </button>
      <button type="button" disabled={frame === 0} onClick={() => onFrame(frame - 1)} aria-label="Step back">
        ◀
      </button>
      <input
        type="range"
        aria-label="Step"
        aria-valuetext={`${frame} of ${frames - 1}: ${title}`}
        min={0}
        max={frames - 1}
        value={frame}
        onInput={(event) => onFrame(Number(event.currentTarget.value))}
      />
      <button type="button" disabled={frame === frames - 1} onClick={() => onFrame(frame + 1)} aria-label="Step on">
        ▶
      </button>
      <button type="button" disabled={frame === frames - 1} onClick={() => onFrame(frames - 1)}>
        After
      </button>
      <p class="step" aria-live="polite">
        <span class="quiet">
          {frame} of {frames - 1}
        </span>{" "}
        <strong>
          <bdi>{short100(title)}</bdi>
        </strong>
      </p>
    </div>
  );
}

const short100 = (text: string) => (text.length > 160 ? `${text.slice(0, 159)}…` : text);

interface CardsProperties {
  answer: Answer;
  course: Course;
  frame: Frame;
  filter: (chip: Chip) => boolean;
  failing: Map<string, string>; ///< of a node's name the course in which it fails
}

function Cards({ answer, course, frame, filter, failing }: CardsProperties) {
  const order = useMemo(() => new Map([...course.before.keys()].map((id, i) => [id, i])), [course]);
  const ordered = [...frame.chips].sort((a, b) => (order.get(a.resource) ?? 0) - (order.get(b.resource) ?? 0));
  const running = new Set(frame.chips.map((each) => each.resource));
  const missed = (id: string) => wasRunning(course, id) && answer.resources.some((each) => each.id === id && each.service);
  const stopped = [...course.before.keys()].filter((id) => !running.has(id) && filter(chipFor(id)));
  const begins = frame.title === titleBefore;
  const demoted = begins ? [] : [...course.before.keys()].filter((id) => running.has(id) && lostPromoted(course, frame, id));
  const outcomes = new Map(course.nodes.map((each) => [each.name, each]));
  const failed = new Set(course.events.flatMap((each) => (each.event === "node-fails" && each.node ? [each.node] : [])));
  const hosts = answer.resources.some((each) => each.kind === "bundle"); // the document does not say where a bundle's containers are
  const drawn = (nodes: Answer["nodes"]) =>
    nodes.map((node) => {
        const here = ordered.filter((each) => each.node === node.name);
        const news = new Map(here.map((each) => [each.resource, newsOf(course, each, frame.last)]));
        const fencing = outcomes.get(node.name)?.fencing ?? null;
        const fails = failing.get(node.name);
        return (
          <NodeCard
            key={node.name}
            name={node.name}
            kind={node.kind}
            state={nodeWords(frame.nodeStates.get(node.name) ?? "", frame.fenced.get(node.name) ?? 0, fencing !== null && !fencing.possible)}
            changed={frame.changed}
            chips={here.filter(filter)}
            news={news}
            hidden={here.filter((each) => !filter(each)).length}
            empty={hosts && node.kind !== "guest" && frame.nodeStates.get(node.name) === "online" ? "nothing but containers, if any" : "nothing"}
            fails={failed.has(node.name) && course.key !== fails ? undefined : fails}
          />
        );
    });
  const guests = answer.nodes.filter((each) => each.kind === "guest");
  return (
    <>
      <div class="cards">
        {drawn(answer.nodes.filter((each) => each.kind !== "guest"))}
        {demoted.length > 0 && (
          <NowhereCard title="Promoted nowhere">
            {demoted.map((id) => (
              <li key={id} class="chip missing">
                <span class="letter">✕</span> <Name text={id} />
                <em>
                  <bdi>was promoted on {placesBefore(course, id, "Promoted").map(short).join(", ")}</bdi>
                </em>
              </li>
            ))}
          </NowhereCard>
        )}
        {stopped.length > 0 && (
          <NowhereCard title="Runs nowhere">
            {stopped.map((id) => (
              <StoppedItem key={id} id={id} ran={begins ? [] : placesBefore(course, id)} missed={missed(id)} expected={!begins && course.lost.includes(id)} />
            ))}
          </NowhereCard>
        )}
      </div>
      {guests.length > 0 && <div class="cards guests">{drawn(guests)}</div>}
    </>
  );
}

function NowhereCard({ title, children }: { title: string; children: ComponentChildren }) {
  return (
    <div role="group" class="card nowhere" aria-label={title}>
      <h3>{title}</h3>
      <ul class="chips">{children}</ul>
    </div>
  );
}

/** What runs nowhere: a service that ran or that was about to start, or something that is not missed. */
function StoppedItem({ id, ran, missed, expected }: { id: string; ran: string[]; missed: boolean; expected: boolean }) {
  const bad = missed || expected;
  const words = ran.length > 0 ? `ran on ${ran.map(short).join(", ")}` : expected ? "was about to start" : "";
  return (
    <li class={`chip ${missed ? "lost" : expected ? "missing" : "idle"}`}>
      <span class="letter">{bad ? "✕" : "–"}</span> <Name text={id} />
      {words === "" ? <span class="hidden-words">, did not run before</span> : <em><bdi>{words}</bdi></em>}
    </li>
  );
}

function placesBefore(course: Course, id: string, role?: string): string[] {
  const before = (course.before.get(id) ?? []).filter((each) => each.state !== null && (role === undefined || each.role === role));
  return [...new Set(before.flatMap((each) => (each.node !== null ? [each.node] : [])))];
}

const chipFor = (resource: string): Chip => ({ resource, node: "", role: "", members: new Set(), trouble: "" });

function wasRunning(course: Course, id: string): boolean {
  return (course.before.get(id) ?? []).some((each) => each.node !== null && each.state !== null);
}

/** It was promoted before, and is nowhere now. */
function lostPromoted(course: Course, frame: Frame, id: string): boolean {
  const was = (course.before.get(id) ?? []).some((each) => each.role === "Promoted" && each.state !== null);
  return was && !frame.chips.some((each) => each.resource === id && each.role === "Promoted" && ["", "unknown"].includes(each.trouble));
}

interface NodeCardProperties {
  name: string;
  kind: string;
  state: NodeWords;
  changed: Set<string>;
  chips: Chip[];
  news: Map<string, string>;
  hidden: number;
  empty: string; ///< what stands there if nothing runs on it
  fails: string | undefined;
}

function NodeCard({ name, kind, state, changed, chips, news, hidden, empty, fails }: NodeCardProperties) {
  const { selection, select } = useSelection();
  const [all, setAll] = useState(false);
  return (
    <div role="group" class={`card ${{ good: "", warn: "kept", bad: "off" }[state.level]} ${changed.has(name) ? "changed" : ""}`} aria-label={`Node ${short(name)}, ${state.text}`}>
      <h3>
        <Name text={name} />
        {kind !== "cluster" && <span class="quiet"> {kind}</span>}
      </h3>
      <p class={`state ${state.level}`}>
        <span aria-hidden="true">{state.letter}</span> {state.text}
      </p>
      <ul class="chips">
        {(all ? chips : chips.slice(0, mostChips)).map((chip) => (
          <ChipItem key={chip.resource} chip={chip} news={news.get(chip.resource) ?? ""} changed={changed.has(chipKey(name, chip.resource))} />
        ))}
        {chips.length === 0 && hidden === 0 && <li class="quiet">{empty}</li>}
        {!all && chips.length > mostChips && (
          <li>
            <button type="button" class="link screen-only" aria-label={`${chips.length - mostChips} more on ${short(name)}`} onClick={() => setAll(true)}>
              {chips.length - mostChips} more
            </button>
          </li>
        )}
        {hidden > 0 && <li class="quiet">{count(hidden, "other")}</li>}
      </ul>
      {fails !== undefined && (
        <button
          type="button"
          class="kill screen-only"
          aria-pressed={selection.course === fails}
          onClick={() => select({ course: selection.course === fails ? "answer" : fails, frame: 99999 })}
        >
          What if it fails?
        </button>
      )}
    </div>
  );
}

const roleLetters: Record<string, [string, string]> = {
  Promoted: ["★", "promoted"],
  Unpromoted: ["☆", "unpromoted"],
  Started: ["●", "started"],
};

/** What is new about a chip where it is: "from pg01", "now promoted", at the end "restarted". */
function newsOf(course: Course, chip: Chip, last: boolean): string {
  const before = (course.before.get(chip.resource) ?? []).filter((each) => each.node !== null && each.state !== null);
  const here = before.filter((each) => each.node === chip.node);
  if (here.length === 0) {
    const nodes = [...new Set(before.map((each) => each.node!))];
    return nodes.length === 1 && course.after.get(chip.resource)?.every((each) => each.node !== nodes[0]) ? `from ${short(nodes[0]!)}` : "new here";
  }
  if (chip.role === "Promoted" && !here.some((each) => each.role === "Promoted")) return "now promoted";
  if (chip.role === "Unpromoted" && here.some((each) => each.role === "Promoted")) return "no longer promoted";
  const restarted = course.told.get(chip.resource)?.changes.some((each) => each.change === "Restarts" && each.from === chip.node);
  return last && restarted ? "restarted" : "";
}

function ChipItem({ chip, news, changed }: { chip: Chip; news: string; changed: boolean }) {
  const { select } = useSelection();
  const [letter, word] = roleLetters[chip.role] ?? ["●", chip.role.toLowerCase()];
  const promoted = chip.role === "Promoted";
  const trouble = { "": "", failed: promoted ? "promoted, failed" : "failed", lost: "lost with its node", unknown: promoted ? "may still be promoted" : "may still run" }[chip.trouble];
  return (
    <li class={`chip ${promoted ? "promoted" : ""} ${news ? "new" : ""} ${chip.trouble} ${changed ? "changed" : ""}`}>
      <button type="button" title={`${word}${trouble ? `, ${trouble}` : ""}: show its scores`} onClick={() => select({ resource: chip.resource }, "scores")}>
        <span class="letter" aria-hidden="true">
          {chip.trouble === "unknown" ? "?" : chip.trouble ? "✕" : letter}
        </span>
        {"\u00a0"}
        <Name text={chip.resource} />
        <span class="hidden-words">, {word}</span>
        {(trouble || news) && (
          <em>
            {" "}
            <bdi>{trouble || news}</bdi>
          </em>
        )}
      </button>
    </li>
  );
}

function Legend() {
  return (
    <p class="legend">
      <span>★ promoted</span> <span>☆ unpromoted</span> <span>● started</span> <span>✕ failed, down, or lost with its node</span> <span>? may still run</span>{" "}
      <span>
        <span class="swatch new" /> new here, in a new role, or restarted
      </span>{" "}
      <span class="screen-only">
        <span class="swatch" /> changed by this step
      </span>
    </p>
  );
}

/** The course in a sentence, what is not its doing, and the nodes that are fenced. */
function Story({ course, answer, said }: { course: Course; answer: Answer; said: string }) {
  const all = course.nodes.filter((each) => each.fencing !== null || each.fenced > 0);
  const guests = all.filter((each) => each.kind === "guest" && each.fencing?.possible !== false);
  const fenced = all.filter((each) => !guests.includes(each));
  const asked = course.key === "answer" && course.events.length > 0;
  const anyway = asked ? anywayWords(answer) : null;
  const down = asked ? downAnyway(answer) : [];
  const left = course.nodes.filter((each) => each.kind !== "guest" && each.after === "online").length;
  return (
    <div class="story">
      <h3>{course.events.length > 0 ? <bdi>When {short100(course.name)}</bdi> : course.told.size > 0 ? "What the cluster is about to do" : "When nothing fails"}</h3>
      {course.verdict !== said && (
        <p class={course.lost.length > 0 || course.rest !== "settled" ? "verdict bad" : "verdict good"}>
          <Sentence text={course.verdict} />
        </p>
      )}
      <ul>
        {left === 0 && <li class="bad">No node is left online.</li>}
        {anyway !== null && (
          <li class="anyway">
            The cluster was not at rest. {down.length > 0 && <Sentence text={`Down without the event, too: ${down.join(", ")}. `} />}
            <Sentence text={`Without the event: ${anyway}.`} />
          </li>
        )}
        {guests.length > 0 && (
          <li>
            Guest nodes are fenced by stopping their containers: <Sentence text={guests.map((each) => each.name).join(", ")} />
          </li>
        )}
        {fenced.map((node) => (
          <li key={node.name}>
            <Name text={node.name} /> {node.fenced > 0 || node.fencing?.possible ? "is fenced" : "has to be fenced, and cannot be"}: <bdi>{node.fencing?.text ?? ""}</bdi>
          </li>
        ))}
        {!course.quorum.have && <li>The cluster has no quorum: {course.quorum.explanation}</li>}
      </ul>
    </div>
  );
}

/** Each resource that changed, and why. */
function Changes({ course, answer, services }: { course: Course; answer: Answer; services: Set<string> }) {
  const told = [...course.told.values()];
  const [all, setAll] = useState(false);
  const shown = all ? told : told.slice(0, 40);
  return (
    <div>
      {told.length > 0 && (
        <div class="scroll" role="region" aria-label="What changes" tabIndex={0}>
          <table class="changes">
            <thead>
              <tr>
                <th scope="col">Service</th>
                <th scope="col">Before</th>
                <th scope="col">After</th>
                <th scope="col">Why</th>
              </tr>
            </thead>
            <tbody>
              {shown.map((resource) => (
                <ToldRow key={resource.id} resource={resource} obstacles={guestsLast(answer, resource.kept_down_by)} service={services.has(resource.id)} anyway={course.key === "answer" ? wouldAnyway(answer, resource) : null} />
              ))}
            </tbody>
          </table>
        </div>
      )}
      {told.length > shown.length && (
        <button type="button" onClick={() => setAll(true)}>
          Show all {told.length}
        </button>
      )}
      {told.length === 0 && <p>Nothing changes.</p>}
    </div>
  );
}

function ToldRow({ resource, obstacles, service, anyway }: { resource: ToldResource; obstacles: Obstacle[]; service: boolean; anyway: string | null }) {
  const bad = service && badFates.has(resource.fate);
  return (
    <tr class={bad ? "bad" : ""}>
      <th scope="row">
        <ResourceLink id={resource.id} />
        {!service && <span class="quiet"> (not a service)</span>}
      </th>
      <td>
        <Sentence text={placeWords(resource.before)} />
      </td>
      <td>
        {bad && <span aria-hidden="true">✕ </span>}
        <Sentence text={placeWords(resource.after)} />
      </td>
      <td>
        {resource.because && <Sentence text={resource.because} />}
        {anyway !== null && (
          <span class="quiet">
            {resource.because ? ". " : ""}
            <Sentence text={anyway} />
          </span>
        )}
        {obstacles.length > 0 && <Obstacles of={obstacles} first={4} />}
      </td>
    </tr>
  );
}
