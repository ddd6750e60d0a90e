// The JSON that placement-sim prints, as docs/json.md describes it; what the pages read of it, and no more.

export type Score = number | "INFINITY" | "-INFINITY" | null;

export interface Position {
  line: number | null;
  column: number | null;
}

export interface Running {
  node: string | null;
  role: string;
  instance: string;
  state: string | null;
}

export interface Obstacle extends Position {
  code: string;
  node: string | null;
  constraint: string | null;
  text: string;
}

export interface Change {
  change: string;
  from: string | null;
  to: string | null;
  role: string;
}

/** What becomes of a resource. */
export interface RestingResource {
  id: string;
  before: Running[];
  after: Running[];
  changes: Change[];
  course: { interruptions: number };
  state: string;
  fate: string;
}

/** And why; an answer's resources have more. */
export interface ToldResource extends RestingResource {
  because: string | null;
  kept_down_by: Obstacle[];
}

export interface AnswerResource extends ToldResource, Position {
  kind: string;
  parent: string | null;
  promotable: boolean;
  service: boolean;
}

export interface NodeOutcome {
  name: string;
  kind: string;
  before: string;
  after: string;
  fencing: null | { possible: boolean; reason: string | null; text: string };
  fenced: number;
}

export interface Step {
  kind: string;
  operation: string;
  resource: string | null;
  interval_ms: number;
  node: string | null;
  failed_with: number | null;
  means?: string | null;
}

export interface Transition {
  end: string;
  steps: Step[];
}

export interface ClusterEvent {
  event: string;
  text: string; ///< in words
  node?: string | null;
  resource?: string | null;
}

export interface Compared {
  extent: string;
  inputs: number | null;
  equal: number | null;
}

export interface Ruled {
  pacemaker: string;
  nearest_to: string | null;
  unchecked_kinds: string[];
  compared: Compared;
}

export interface Answer extends Ruled {
  cib: string;
  at: string;
  events: ClusterEvent[];
  quorum: { have: boolean; explanation: string };
  nodes: NodeOutcome[];
  resources: AnswerResource[];
  from: string;
  anyway?: null | { nodes: NodeOutcome[]; resources: RestingResource[]; rest: string };
  transitions: Transition[];
  rest: string;
  lost: string[];
  survives: boolean;
  verdict: string;
  diagnostics: (Position & { severity: string; code: string; message: string })[];
  sequence?: { end: string; end_ms: number; timeline: { at_ms: number; kind: string; text: string }[] };
}

export interface SweptService {
  service: string;
  state: string;
  fate: string;
  interruptions: number;
  moved: boolean;
  promoted: string[];
  running: string[];
  kept_down_by: Obstacle[];
}

export interface SweptScenario {
  name: string;
  events: ClusterEvent[];
  done: boolean;
  error: string | null;
  quorum: boolean | null;
  settles: boolean | null;
  affected: SweptService[];
}

export interface Sweep extends Ruled {
  from: string;
  runs: number;
  runs_done: number;
  complete: boolean;
  now: SweptService[];
  scenarios: SweptScenario[];
  single_points_of_failure: string[];
  verdict: string;
}

export interface FailureCourse {
  scenario: number;
  quorum: { have: boolean; explanation: string };
  nodes: NodeOutcome[];
  resources: ToldResource[];
  transitions: Transition[];
  rest: string;
  verdict: string;
}

export interface ScorePart extends Position {
  change: Score;
  after: Score;
  text: string;
  constraint: string | null;
}

export interface NodeScore {
  node: string | null;
  score: Score;
  parts: ScorePart[];
}

export interface Verdict extends Position {
  node: string;
  code: string;
  constraint: string | null;
  text: string;
}

export interface Explanation extends Position {
  id: string;
  resource: string;
  kind: string;
  node: string | null;
  role: string;
  choice: {
    nodes: string[];
    text: string;
    everywhere: Obstacle[];
    others: Verdict[];
    not_promoted: Verdict[];
  };
  scores: NodeScore[];
  promotion_score?: NodeScore;
}

export interface Standing {
  promoted: string[];
  running: string[];
  restless: boolean;
  impossible: string | null;
}

export interface Edge {
  value: Score;
  then: Standing;
  decisive: string[];
}

export interface Margin extends Position {
  kind: string;
  id: string;
  node: string | null;
  current: Score;
  distance: number | null;
  above: Edge | null;
  below: Edge | null;
}

export interface Margins {
  resource: string;
  now: Standing;
  margins: Margin[];
  decisive: (Position & { id: string; without: Standing })[];
}

export interface LocationConstraint extends Position {
  kind: "location";
  id: string;
  resource: string | null;
  role: string | null;
  scores: { node: string; score: Score }[];
}

export interface Colocation extends Position {
  kind: "colocation";
  id: string;
  dependent: string | null;
  dependent_role: string | null;
  primary: string | null;
  primary_role: string | null;
  score: Score;
}

export interface OrderConstraint extends Position {
  kind: "order";
  id: string;
  order_kind: string;
  symmetrical: boolean;
  first: string | null;
  first_action: string | null;
  then: string | null;
  then_action: string | null;
  sets: { sequential: boolean; require_all: boolean; action: string | null; resources: (string | null)[] }[];
}

export interface TicketConstraint extends Position {
  kind: "ticket";
  id: string;
  resource: string | null;
  role: string | null;
  ticket: string;
}

export type Constraint = LocationConstraint | Colocation | OrderConstraint | TicketConstraint;

export interface Finding extends Position {
  code: string;
  level: string;
  message: string;
  source: string | null;
  remedy: string;
  related: (Position & { text: string })[];
  others: (Position & { text: string })[];
  repairs: { text: string; harmless: boolean; pcs: string[] | string | null; crm: string[] | string | null }[];
  proof: null | { scenario: string; shows: string; command: string | null };
}

export interface Findings {
  errors: number;
  warnings: number;
  infos: number;
  reports: (Ruled & { cib: string; rules_run: number; suppressed: number; findings: Finding[] })[];
}

export interface Source {
  first_line: number;
  hidden: number;
  lines: string[];
}

export interface Spell {
  input: number;
  at: string;
  up: boolean;
  wanted: boolean;
  configured: boolean;
  known: boolean;
  promoted: string[];
  running: string[];
}

export interface History {
  inputs: number;
  logged: number;
  equal: number;
  decisions: { file: string; at: string; seconds: number; error: string | null; since_before: { kind: string; text: string }[] }[];
  services: { service: string; promotable?: boolean; spells: Spell[] }[];
  outages: Outage[];
}

export interface Outage {
  service: string;
  from: string;
  to: string | null;
  seconds: number | null;
  cause: { text: string };
  explanation: null | { comes_back: boolean; ended_by: string[]; kept_down_by: Obstacle[] };
}

export interface DifferenceService {
  service: string;
  change: string;
  responsible: number[];
  old: { state: string; fate: string; promoted: string[]; running: string[] };
  new: { state: string; fate: string; promoted: string[]; running: string[] };
}

export interface Difference {
  old: string;
  new: string;
  pacemaker: { old: string; new: string };
  edits: (Position & { text: string })[];
  changed_rules: { field: string; words: string }[];
  not_compared: string[];
  protection: { kind: string; subject: string | null; text: string; worse: boolean }[];
  scenarios_compared: number;
  complete: boolean;
  scenarios: { name: string; services: DifferenceService[]; deviations: { text: string; worse: boolean }[]; responsible: number[] }[];
  worse: boolean;
}

export interface Verification extends Ruled {
  holds: boolean;
  properties: string[];
  states: number;
  sequences: number;
  partial: boolean;
  why_partial: string | null;
  counterexamples: {
    property: string;
    services: string[];
    what: string;
    also: string[];
    events: { at_ms: number; text: string }[];
    story: { at_ms: number; kind: "event" | "cluster"; text: string }[];
    command: string | null;
    lost: string[];
    others: number;
  }[];
}

/** The document of placement-sim report. */
export interface ReportDocument {
  format_version: number;
  program: string;
  answer: Answer;
  failures: Sweep | null;
  why_no_failures: string | null;
  courses: FailureCourse[];
  explanations: Explanation[];
  all_scores: boolean;
  margins: Margins[];
  constraints: Constraint[];
  findings: Findings;
  source: Source;
  history: History | null;
  difference: Difference | null;
  releases: Difference | null;
  verification: Verification | null;
}
