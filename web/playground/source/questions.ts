// The questions of the page as command lines of placement-sim, and what their answers mean for it.
import type { Answer as Ran } from "../../module/program.mjs";
import type { Answer, AnswerResource, Explanation, Findings, ReportDocument, Running } from "../../source/model/document";
import type { Engine } from "./engine";
import { type Situation, eventOptions } from "./situation";

const cib = "cib.xml"; ///< the name in the module's folder
const most_promotable = 3;
const nothing_to_judge = 4; ///< an exit status

/** What is wrong with a text, where it says so. */
export interface Complaint {
  line: number | null;
  column: number | null;
  text: string;
  nothing_runs: boolean; ///< the CIB has no state in which anything runs
}

export class Refused extends Error {
  constructor(readonly complaint: Complaint) {
    super(complaint.text);
  }
}

const failures = {
  memory: "The module has no memory left for this. The page goes on; try a smaller cluster, or the program itself.",
  depth: "This configuration is nested too deeply for a browser. The program itself may answer.",
  fault: "The module stopped with a fault. The page goes on.",
};

export function complaintIn(errors: string): Complaint {
  const last = errors.trim().split("\n").pop() ?? "";
  const found = /^cib\.xml:(\d+):(?:(\d+):)? ?([\s\S]*)$/.exec(last);
  if (found) return { line: Number(found[1]), column: found[2] ? Number(found[2]) : null, text: found[3] ?? "", nothing_runs: false };
  return { line: null, column: null, nothing_runs: false, text: last.replace(/^(placement-sim[^:]*|cib\.xml): /, "") };
}

/** The printed JSON. Statuses 0 and 1 are answers (1: a service is lost, or there are findings). */
function json<Type>(ran: Ran): Type {
  if (ran.failure !== null) throw new Refused({ line: null, column: null, text: failures[ran.failure], nothing_runs: false });
  if (ran.status !== 0 && ran.status !== 1) throw new Refused({ ...complaintIn(ran.errors), nothing_runs: ran.status === nothing_to_judge });
  return JSON.parse(ran.output) as Type;
}

const filesOf = (situation: Situation, more: Record<string, Uint8Array> = {}) => ({ ...more, [cib]: situation.text });

export async function askAnswer(engine: Engine, situation: Situation, signal: AbortSignal): Promise<Answer> {
  const words = [cib, ...eventOptions(situation), "--format", "json"];
  return named(json<Answer>(await engine.ask({ arguments: words, files: filesOf(situation) }, signal)), situation);
}

export async function askFindings(engine: Engine, situation: Situation, signal: AbortSignal): Promise<Findings> {
  return json(await engine.ask({ arguments: ["lint", cib, "--format", "json"], files: filesOf(situation) }, signal));
}

/** The scores of what may be promoted, and their causes. */
export async function askPromotions(engine: Engine, situation: Situation, answer: Answer, signal: AbortSignal): Promise<Explanation[]> {
  const promotable = answer.resources.filter((each) => each.service && each.promotable).slice(0, most_promotable);
  const found: Explanation[] = [];
  for (const { id } of promotable) {
    const words = ["explain", cib, id, ...eventOptions(situation), "--format", "json"];
    const { resources } = json<{ resources: Explanation[] }>(await engine.ask({ arguments: words, files: filesOf(situation) }, signal));
    found.push(...resources.map((each) => ({ ...each, resource: id })));
  }
  return found;
}

export async function askReport(engine: Engine, situation: Situation, inputs: Record<string, Uint8Array>, signal: AbortSignal, progress: (done: number, total: number) => void): Promise<ReportDocument> {
  const words = ["report", cib, ...eventOptions(situation), "--format", "json"];
  const has_history = Object.keys(inputs).length > 0;
  if (has_history) words.push("--history", "inputs");
  const document = json<ReportDocument>(await engine.ask({ arguments: words, files: filesOf(situation, inputs) }, signal, progress));
  return { ...document, answer: named(document.answer, situation) };
}

/** The file is called cib.xml in the module, and as the user calls it everywhere else. */
const named = (answer: Answer, situation: Situation): Answer => ({ ...answer, cib: situation.name });

/** The scenario as a file for `placement-sim run` and `test`, which expects what the answer says. JSON's texts and lists are YAML's. */
export function scenarioFile(situation: Situation, answer: Answer): string {
  const of = (...options: string[]) => situation.events.filter(([option = ""]) => options.includes(option));
  const head = ["--agent", "--pacemaker"];
  const steps = situation.events.filter(([option = ""]) => !head.includes(option)).map(([option = "", value]) => `      - ${option.slice(2)}: ${value === undefined ? "true" : stepValue(option, value)}`);
  const agents = of("--agent").map(([, value = ""]) => `  ${JSON.stringify(value.slice(0, value.indexOf("=")))}: ${JSON.stringify(value.slice(value.indexOf("=") + 1))}`);
  return [
    `cib: ${JSON.stringify(situation.name)}`,
    `pacemaker: ${JSON.stringify(answer.pacemaker)}`,
    ...(agents.length > 0 ? ["agents:", ...agents] : []),
    "",
    "tests:",
    `  - name: ${JSON.stringify(answer.verdict)}`,
    ...(steps.length > 0 ? ["    steps:", ...steps] : []),
    "    expect:",
    ...expectations(answer).map((each) => `      ${each}`),
    "",
  ].join("\n");
}

const stepValue = (option: string, value: string) => (option === "--wait" ? value : JSON.stringify(value));

function expectations(answer: Answer): string[] {
  const lost = `lost: ${answer.lost.length > 0 ? JSON.stringify(answer.lost) : "none"}`;
  if (answer.rest !== "settled") return ["settles: false"];
  const services = answer.resources.filter((each) => each.service);
  const where = (places: Running[]) => JSON.stringify([...new Set(places.map((each) => each.node).filter((node) => node !== null))]);
  const pairs = (of: AnswerResource[], places: (each: AnswerResource) => Running[]) => of.map((each) => `${JSON.stringify(each.id)}: ${where(places(each))}`).join(", ");
  const promotable = services.filter((each) => each.promotable);
  const running = services.filter((each) => !each.promotable && each.after.some((place) => place.node !== null));
  return [
    lost,
    ...(promotable.length > 0 ? [`promoted: {${pairs(promotable, (each) => each.after.filter((place) => place.role === "Promoted"))}}`] : []),
    ...(running.length > 0 ? [`running: {${pairs(running, (each) => each.after)}}`] : []),
  ];
}

export async function askRepair(engine: Engine, situation: Situation, signal: AbortSignal): Promise<{ text: string | null; said: string }> {
  const words = ["repair", cib, ...eventOptions(situation), "--write", "repaired.xml"];
  const ran = await engine.ask({ arguments: words, files: filesOf(situation) }, signal);
  const written = ran.files["repaired.xml"];
  return { text: written ? new TextDecoder().decode(written) : null, said: (ran.output || complaintIn(ran.errors).text).trim() };
}
