// The cluster as a drawing: a card for each node, a chip for each service on it, and a slider over what happens.
import { useMemo, useState } from "preact/hooks";
import type { Answer, ToldResource } from "../model/document";
import { type Chip, type Course, type Frame, chipKey, frameAt, frameCount } from "../model/course";
import { count, placeWords } from "../model/words";
import { useSelection } from "./context";
import { ConstraintLink, LineLink, Name, ResourceLink, short } from "./links";

const many = 150; ///< with more services, only what differs is drawn unless asked

export function ClusterDrawing({ answer, courses, failing }: { answer: Answer; courses: Course[]; failing: Map<string, string> }) {
  const { selection, select } = useSelection();
  const course = courses.find((each) => each.key === selection.course) ?? courses[0]!;
  const frames = frameCount(course);
  const frame = Math.min(selection.frame, frames - 1);
  const now = useMemo(() => frameAt(course, frame, answer), [course, frame, answer]);
  const first = useMemo(() => frameAt(course, 0, answer), [course, answer]);
  const last = useMemo(() => frameAt(course, frames - 1, answer), [course, frames, answer]);
  const services = course.before.size;
  const [everything, setEverything] = useState(services <= many);
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
                {each.lost.length > 0 ? ` (${count(each.lost.length, "service")} lost)` : ""}
              </option>
            ))}
          </select>
        </label>
        {services > 20 && (
          <label>
            Find a service <input type="search" value={search} onInput={(event) => setSearch(event.currentTarget.value)} />
          </label>
        )}
        {services > 20 && (
          <label class="check">
            <input type="checkbox" checked={!everything} onChange={() => setEverything(!everything)} /> only what changes
          </label>
        )}
      </div>
      {frames > 1 && (
        <Stepper frames={frames} frame={frame} title={now.title} onFrame={(to) => select({ frame: to })} />
      )}
      <div class="screen-only">
        <Cards answer={answer} course={course} frame={now} filter={filter} failing={failing} />
      </div>
      <div class="print-only">
        <h3>Before</h3>
        <Cards answer={answer} course={course} frame={first} filter={filter} failing={new Map()} />
        {frames > 1 && <h3>{last.title}</h3>}
        {frames > 1 && <Cards answer={answer} course={course} frame={last} filter={filter} failing={new Map()} />}
      </div>
      <Legend />
      <Story course={course} />
    </div>
  );
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
  const stopped = [...course.before.keys()].filter((id) => !running.has(id) && filter(chipFor(id)));
  return (
    <div class="cards">
      {answer.nodes.map((node) => {
        const here = ordered.filter((each) => each.node === node.name);
        const state = frame.nodeStates.get(node.name) ?? "";
        const bad = !["online"].includes(state);
        return (
          <NodeCard
            key={node.name}
            name={node.name}
            kind={node.kind}
            state={state}
            bad={bad}
            changed={frame.changed}
            chips={here.filter(filter)}
            hidden={here.filter((each) => !filter(each)).length}
            fails={failing.get(node.name)}
          />
        );
      })}
      {stopped.length > 0 && (
        <section class="card nowhere" aria-label="Stopped">
          <h3>Runs nowhere</h3>
          <ul class="chips">
            {stopped.map((id) => (
              <li key={id} class={`chip ${wasRunning(course, id) ? "lost" : "idle"}`}>
                <span class="letter">{wasRunning(course, id) ? "✕" : "–"}</span> <Name text={id} />
                <span class="hidden-words">{wasRunning(course, id) ? ", ran before" : ", did not run before"}</span>
              </li>
            ))}
          </ul>
        </section>
      )}
    </div>
  );
}

const chipFor = (resource: string): Chip => ({ resource, node: "", role: "", members: new Set(), trouble: "" });

function wasRunning(course: Course, id: string): boolean {
  return (course.before.get(id) ?? []).some((each) => each.node !== null && each.state !== null);
}

interface NodeCardProperties {
  name: string;
  kind: string;
  state: string;
  bad: boolean;
  changed: Set<string>;
  chips: Chip[];
  hidden: number;
  fails: string | undefined;
}

function NodeCard({ name, kind, state, bad, changed, chips, hidden, fails }: NodeCardProperties) {
  const { selection, select } = useSelection();
  return (
    <section class={`card ${bad ? "off" : ""} ${changed.has(name) ? "changed" : ""}`} aria-label={`Node ${short(name)}, ${state}`}>
      <h3>
        <Name text={name} />
        {kind !== "cluster" && <span class="quiet"> {kind}</span>}
      </h3>
      <p class={`state ${bad ? "bad" : "good"}`}>
        <span aria-hidden="true">{bad ? "✕" : "✓"}</span> {state}
      </p>
      <ul class="chips">
        {chips.map((chip) => (
          <ChipItem key={chip.resource} chip={chip} changed={changed.has(chipKey(name, chip.resource))} />
        ))}
        {chips.length === 0 && hidden === 0 && <li class="quiet">nothing</li>}
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
    </section>
  );
}

const roleLetters: Record<string, [string, string]> = {
  Promoted: ["★", "promoted"],
  Unpromoted: ["☆", "unpromoted"],
  Started: ["●", "started"],
};

function ChipItem({ chip, changed }: { chip: Chip; changed: boolean }) {
  const { select } = useSelection();
  const [letter, word] = roleLetters[chip.role] ?? ["●", chip.role.toLowerCase()];
  const trouble = chip.trouble === "lost" ? "lost with its node" : chip.trouble;
  return (
    <li class={`chip ${chip.role === "Promoted" ? "promoted" : ""} ${chip.trouble} ${changed ? "changed" : ""}`}>
      <button type="button" title={`${word}${trouble ? `, ${trouble}` : ""}: show its scores`} onClick={() => select({ resource: chip.resource }, "scores")}>
        <span class="letter" aria-hidden="true">
          {chip.trouble ? "✕" : letter}
        </span>{" "}
        <Name text={chip.resource} />
        <span class="hidden-words">, {trouble || word}</span>
      </button>
    </li>
  );
}

function Legend() {
  return (
    <p class="legend">
      <span>★ promoted</span> <span>☆ unpromoted</span> <span>● started</span> <span>✕ failed, or lost with its node</span>{" "}
      <span>
        <span class="swatch" /> changed by this step
      </span>
    </p>
  );
}

/** What happened, in words: nodes that are fenced, and each resource that changed. */
function Story({ course }: { course: Course }) {
  const fenced = course.nodes.filter((each) => each.fencing !== null || each.fenced > 0);
  const told = [...course.told.values()];
  const [all, setAll] = useState(false);
  const shown = all ? told : told.slice(0, 40);
  return (
    <div class="story">
      <h3>What happens: {short100(course.name)}</h3>
      <p class={course.lost.length > 0 ? "verdict bad" : "verdict good"}>
        <bdi>{course.verdict}</bdi>
      </p>
      <ul>
        {fenced.map((node) => (
          <li key={node.name}>
            <Name text={node.name} /> {node.fenced > 0 ? "is fenced" : "has to be fenced, and is not"}: <bdi>{node.fencing?.text ?? ""}</bdi>
          </li>
        ))}
        {!course.quorum.have && <li>The cluster has no quorum: {course.quorum.explanation}</li>}
      </ul>
      {told.length > 0 && (
        <div class="scroll" role="region" aria-label="What changes" tabIndex={0}>
          <table>
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
                <ToldRow key={resource.id} resource={resource} />
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

function ToldRow({ resource }: { resource: ToldResource }) {
  const bad = ["lost-promoted", "undetected", "unknown", "stuck", "lost"].includes(resource.fate);
  return (
    <tr class={bad ? "bad" : ""}>
      <th scope="row">
        <ResourceLink id={resource.id} />
      </th>
      <td>
        <bdi>{placeWords(resource.before)}</bdi>
      </td>
      <td>
        {bad && <span aria-hidden="true">✕ </span>}
        <bdi>{placeWords(resource.after)}</bdi>
      </td>
      <td>
        {resource.because && <bdi>{resource.because}</bdi>}
        {resource.kept_down_by.length > 0 && (
          <ul>
            {resource.kept_down_by.slice(0, 4).map((each, i) => (
              <li key={i}>
                {each.node ? <bdi>{short(each.node)}: </bdi> : null}
                <bdi>{each.text}</bdi>{" "}
                {each.constraint && <ConstraintLink id={each.constraint} />} <LineLink line={each.line} constraint={each.constraint} />
              </li>
            ))}
          </ul>
        )}
      </td>
    </tr>
  );
}
