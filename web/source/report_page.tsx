// The report as one page: all parts, in order, around one selection.
import { useCallback, useEffect, useMemo, useState } from "preact/hooks";
import { type Course, answerCourse, drawnAs, failureCourses } from "./model/course";
import type { ReportDocument } from "./model/document";
import { failuresInShort } from "./model/failures";
import { decisiveConstraints } from "./model/graph";
import { count, verdictParts } from "./model/words";
import { ClusterDrawing } from "./parts/cluster";
import { HowComputed } from "./parts/computed";
import { ConstraintGraph } from "./parts/constraint_graph";
import { Selected, type Selection } from "./parts/context";
import { DifferenceTable } from "./parts/difference";
import { FailureMapTable } from "./parts/failure_map";
import { FindingList } from "./parts/findings";
import { HistoryChart } from "./parts/history";
import { short, Sentence } from "./parts/links";
import { ScoreBars } from "./parts/scores";
import { Section } from "./parts/section";
import { SourceText } from "./parts/source";
import { VerificationStory } from "./parts/verification";

export function ReportPage({ document }: { document: ReportDocument }) {
  const courses = useMemo(() => allCourses(document), [document]);
  const [selection, setSelection] = useState<Selection>(() => ({ course: firstCourse(document, courses), frame: 99999, constraint: null, line: null, resource: null }));
  const [goal, setGoal] = useState<{ section: string } | null>(null);
  const as = useMemo(() => drawnAs(document.answer), [document]);
  const select = useCallback((asked: Partial<Selection>, goTo?: string) => {
    const change = { ...asked };
    if (asked.resource) change.resource = withScores(document, as, asked.resource);
    if (asked.constraint && asked.line === undefined) change.line = document.constraints.find((each) => each.id === asked.constraint)?.line ?? null;
    setSelection((before) => ({ ...before, ...change }));
    if (goTo) setGoal({ section: goTo });
  }, [document, as]);
  useEffect(() => {
    if (goal) showSection(goal.section);
  }, [goal]);
  const after = useMemo(() => new Map(document.answer.resources.map((each) => [each.id, each.after])), [document]);
  const { decided, tookPart } = useMemo(() => decisiveConstraints(document), [document]);
  const failing = useMemo(() => coursesOfNodes(document, courses), [document, courses]);
  const told = useMemo(() => new Set(document.courses.map((each) => each.scenario)), [document]);
  const sections = sectionsOf(document);
  return (
    <Selected.Provider value={{ selection, select }}>
      <Head document={document} />
      <nav class="screen-only" aria-label="Sections">
        {sections.map(([id, title]) => (
          <a key={id} href={`#${id}`}>
            {title}
          </a>
        ))}
      </nav>
      <main>
        <Section id="cluster" title="The cluster">
          <ClusterDrawing answer={document.answer} courses={courses} failing={failing} said={headline(document).text} />
        </Section>
        <Section id="failures" title="Every single failure">
          {document.failures ? <FailureMapTable sweep={document.failures} told={told} /> : <p>The single failures were left out: {document.why_no_failures}.</p>}
        </Section>
        <Section id="scores" title="Scores, and what they are made of">
          <ScoreBars explanations={document.explanations} margins={document.margins} complete={document.all_scores} collectives={as} after={after} first={firstScores(document)} />
        </Section>
        <Section id="constraints" title="Constraints">
          <ConstraintGraph constraints={document.constraints} decided={decided} tookPart={tookPart} />
        </Section>
        <Section id="findings" title="What lint finds">
          <FindingList findings={document.findings} source={document.source} />
        </Section>
        <Section id="source" title="The CIB">
          <SourceText source={document.source} />
        </Section>
        {document.verification && (
          <Section id="verification" title="Sequences of failures">
            <VerificationStory verification={document.verification} />
          </Section>
        )}
        {document.history && (
          <Section id="history" title="What happened">
            <HistoryChart history={document.history} />
          </Section>
        )}
        {document.difference && (
          <Section id="difference" title="With the other configuration">
            <DifferenceTable difference={document.difference} sides={["With this CIB", `With ${short(document.difference.new)}`]} />
          </Section>
        )}
        {document.releases && (
          <Section id="releases" title="With another release">
            <DifferenceTable difference={document.releases} sides={[`Pacemaker ${document.releases.pacemaker.old}`, `Pacemaker ${document.releases.pacemaker.new}`]} />
          </Section>
        )}
        <Section id="computed" title="How this was computed">
          <HowComputed document={document} />
        </Section>
      </main>
      <Marked selection={selection} onClear={() => select({ constraint: null, line: null })} select={select} />
    </Selected.Provider>
  );
}

function sectionsOf(document: ReportDocument): [string, string][] {
  const all: [string, string, unknown][] = [
    ["cluster", "Cluster", true],
    ["failures", "Failures", true],
    ["scores", "Scores", true],
    ["constraints", "Constraints", true],
    ["findings", "Findings", true],
    ["source", "CIB", true],
    ["verification", "Sequences", document.verification],
    ["history", "History", document.history],
    ["difference", "Difference", document.difference],
    ["releases", "Releases", document.releases],
    ["computed", "How computed", true],
  ];
  return all.filter(([, , there]) => there).map(([id, title]) => [id, title]);
}

/** What the page begins with: what was asked for, if anything was or goes wrong; else the single failures. */
function headline({ answer, failures }: ReportDocument): { text: string; asked: boolean; level: "good" | "warn" | "bad" } {
  const asked = answer.events.length > 0 || !failures || !answer.survives || answer.rest !== "settled";
  if (asked) return { text: answer.verdict, asked, level: answer.survives && answer.rest === "settled" ? "good" : "bad" };
  return { text: failures.verdict, asked, level: failuresInShort(failures).level };
}

const signs = { good: "✓", warn: "!", bad: "✕" };

function Head({ document }: { document: ReportDocument }) {
  const { answer, failures, findings } = document;
  const services = answer.resources.filter((each) => each.service).length;
  const inShort = failures && failuresInShort(failures);
  const { text, asked, level } = headline(document);
  const [first, rest] = verdictParts(text);
  return (
    <header>
      <p class="quiet">
        Report on <bdi class="code">{short(answer.cib)}</bdi> · {answer.at.replace("T", " ")} · Pacemaker {answer.pacemaker}
      </p>
      <h1 class={level}>
        {answer.events.length > 0 && (
          <span class="event">
            When <Sentence text={answer.events.map((each) => each.text).join(", ")} />:{" "}
          </span>
        )}
        <span aria-hidden="true">{signs[level]}</span> <Sentence text={first} />
        {rest !== "" && (
          <>
            <span class="hidden-words">; </span>
            <small>
              <Sentence text={rest} />
            </small>
          </>
        )}
      </h1>
      <p class="facts">
        <a href="#cluster">{count(answer.nodes.length, "node")}</a>
        <a href="#cluster">{count(services, "service")}</a>
        {inShort && (asked || inShort.level === "warn") && (
          <a href="#failures" class={inShort.level}>
            {inShort.text}
          </a>
        )}
        <a href="#findings" class={findings.errors > 0 ? "bad" : ""}>
          {count(findings.errors, "error")}, {count(findings.warnings, "warning")}
        </a>
      </p>
    </header>
  );
}

/** What is marked, and where else it stands. */
function Marked({ selection, onClear, select }: { selection: Selection; onClear: () => void; select: (change: Partial<Selection>, goTo?: string) => void }) {
  if (selection.constraint === null) return null;
  return (
    <aside class="mark-bar screen-only" aria-label="Marked constraint">
      <span>
        Marked: <bdi class="code">{short(selection.constraint)}</bdi>
      </span>
      <button type="button" onClick={() => select({}, "scores")}>
        in the scores
      </button>
      <button type="button" onClick={() => select({}, "constraints")}>
        in the graph
      </button>
      {selection.line !== null && (
        <button type="button" onClick={() => select({}, "source")}>
          in the CIB
        </button>
      )}
      <button type="button" aria-label="Unmark" onClick={onClear}>
        ✕
      </button>
    </aside>
  );
}

function showSection(section: string): void {
  const title = window.document.getElementById(`${section}-title`);
  title?.scrollIntoView({ block: "start" });
  title?.focus({ preventScroll: true });
}

function allCourses(document: ReportDocument): Course[] {
  return [answerCourse(document.answer), ...failureCourses(document).values()];
}

/** What was asked for; else the node whose failure does most. */
function firstCourse({ answer, failures }: ReportDocument, courses: Course[]): string {
  if (answer.events.length > 0 || !failures || courses[0]!.told.size > 0) return "answer";
  const ofNodes = courses.filter((each) => each.events.length === 1 && each.events[0]!.event === "node-fails");
  const weight = (course: Course) => course.lost.length * 1000 + course.told.size;
  const most = ofNodes.reduce<Course | null>((best, each) => (best === null || weight(each) > weight(best) ? each : best), null);
  return most?.key ?? "answer";
}

/** What has scores: the resource itself, or the first primitive in a clone or bundle. */
function withScores({ explanations }: ReportDocument, as: Map<string, string>, id: string): string {
  if (explanations.some((each) => each.resource === id)) return id;
  return explanations.find((each) => as.get(each.resource) === id)?.resource ?? id;
}

/** A primitive of the first service. */
function firstScores({ answer, explanations }: ReportDocument): string | null {
  const as = drawnAs(answer);
  const services = new Set(answer.resources.filter((each) => each.service).map((each) => each.id));
  return explanations.find((each) => services.has(as.get(each.resource) ?? ""))?.resource ?? null;
}

function coursesOfNodes(document: ReportDocument, courses: Course[]): Map<string, string> {
  const nodes = new Map<string, string>();
  for (const course of courses) {
    const [event, ...more] = course.events;
    if (course.key !== "answer" && more.length === 0 && event?.event === "node-fails" && event.node) nodes.set(event.node, course.key);
  }
  return document.failures ? nodes : new Map();
}
