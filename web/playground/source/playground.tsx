// The page: what is looked at, the editor, and the report's parts about it.
import { useCallback, useEffect, useMemo, useRef, useState } from "preact/hooks";
import { type Course, answerCourse, drawnAs, failureCourses } from "../../source/model/course";
import type { Answer, Explanation, Findings, ReportDocument } from "../../source/model/document";
import { decisiveConstraints } from "../../source/model/graph";
import { ClusterDrawing } from "../../source/parts/cluster";
import { HowComputed } from "../../source/parts/computed";
import { ConstraintGraph } from "../../source/parts/constraint_graph";
import { Selected, type Selection } from "../../source/parts/context";
import { FailureMapTable } from "../../source/parts/failure_map";
import { FindingList } from "../../source/parts/findings";
import { HistoryChart } from "../../source/parts/history";
import { short } from "../../source/parts/links";
import { ScoreBars } from "../../source/parts/scores";
import { Section } from "../../source/parts/section";
import { Breaking } from "./actions";
import { Editor, type Mark } from "./editor";
import { type Engine, GivenUp } from "./engine";
import { download, droppedFiles, opened } from "./files";
import { type Complaint, Refused, askAnswer, askFindings, askPromotions, askRepair, askReport, scenarioFile } from "./questions";
import { reportPage } from "./report_file";
import { samples } from "./samples";
import { fragmentOf, situationIn } from "./share";
import { ScoreSlider } from "./slider";
import type { Situation } from "./situation";

const pause = 150; // milliseconds after the last key, before anything is asked

interface Engines {
  quick: Engine; ///< answers and findings
  thorough: Engine; ///< what takes long
}

export function Playground({ engines, first, remark }: { engines: Engines; first: Situation; remark: string }) {
  const [situation, setSituation] = useState(first);
  const [inputs, setInputs] = useState<Record<string, Uint8Array>>({});
  const [said, setSaid] = useState(remark);
  const asked = useAnswers(engines, situation, inputs);
  const [version, setVersion] = useState(0); // of the text, where it does not come from the editor
  const change = useCallback((next: Situation) => {
    setSituation(next);
    setVersion((before) => before + 1);
    setSaid("");
  }, []);
  const look = useCallback((next: Situation, folder: Record<string, Uint8Array> = {}) => {
    setInputs(folder);
    change(next);
  }, []);
  const open = useCallback(async (files: File[]) => {
    try {
      const { name, text, inputs: folder } = await opened(engines.quick, files);
      look({ name, text, events: [], slider: null }, folder);
    } catch (error) {
      setSaid(sentence(error));
    }
  }, []);
  useEffect(() => {
    const read = () => void situationIn(location.hash).then((found) => found && look(found), () => setSaid("This link is damaged: nothing can be read from it."));
    window.addEventListener("hashchange", read);
    return () => window.removeEventListener("hashchange", read);
  }, []);
  useDrop(open);
  const marks = useMemo(() => marksOf(asked.complaint, asked.findings), [asked.complaint, asked.findings]);
  const [selection, setSelection] = useState<Selection>({ course: "answer", frame: 99999, constraint: null, line: null, resource: null });
  const select = useCallback((next: Partial<Selection>, goTo?: string) => {
    setSelection((before) => ({ ...before, ...next }));
    if (goTo) setTimeout(() => window.document.getElementById(`${goTo}-title`)?.scrollIntoView({ block: "start" }));
  }, []);
  return (
    <Selected.Provider value={{ selection, select }}>
      <Bar situation={situation} engines={engines} asked={asked} onLook={look} onOpen={open} onSay={setSaid} />
      <p class="said" role="status">
        <bdi>{said}</bdi>
      </p>
      <main class="playground">
        <Section id="source" title="The CIB">
          <p class={asked.complaint ? "bad" : "quiet"} id="complaint" role="status">
            <bdi>{asked.complaint ? `${asked.complaint.line === null ? "" : `Line ${asked.complaint.line}: `}${asked.complaint.text}` : countsOf(asked.findings)}</bdi>
          </p>
          {asked.complaint?.nothing_runs && (
            <button type="button" data-action="assume-online" onClick={() => change({ ...situation, events: [["--assume-online"], ...situation.events] })}>
              Assume that all nodes are online
            </button>
          )}
          <Editor text={situation.text} version={version} marks={marks} line={selection.line} onText={(text) => setSituation((before) => ({ ...before, text }))} />
        </Section>
        <div class={asked.complaint ? "answers stale" : "answers"}>
          {asked.complaint && asked.answer && <p class="quiet">This is about the last text that could be read.</p>}
          {asked.answer ? <Answers asked={asked} situation={situation} onChange={change} /> : <p>{asked.complaint ? "There is no answer yet." : "The module begins …"}</p>}
        </div>
      </main>
    </Selected.Provider>
  );
}

interface Asked {
  answer: Answer | null;
  findings: Findings | null;
  report: ReportDocument | null;
  fresh: boolean; ///< the report is about this answer
  progress: [done: number, total: number] | null;
  complaint: Complaint | null;
  promotions: Explanation[];
  trouble: string; ///< why there is no report, though there is an answer
}

/** Asks again when anything changes; of what is refused, only the complaint changes. */
function useAnswers({ quick, thorough }: Engines, situation: Situation, inputs: Record<string, Uint8Array>): Asked {
  const [asked, setAsked] = useState<Asked>({ answer: null, findings: null, report: null, fresh: false, progress: null, complaint: null, promotions: [], trouble: "" });
  const first = useRef(true);
  const configuration = situation.text;
  const events = JSON.stringify(situation.events);
  useEffect(() => {
    const giving_up = new AbortController();
    const { signal } = giving_up;
    const set = (change: Partial<Asked>) => !signal.aborted && setAsked((before) => ({ ...before, ...change }));
    const refused = (error: unknown) => {
      if (error instanceof GivenUp) return;
      set({ progress: null, fresh: true, complaint: error instanceof Refused ? error.complaint : { line: null, column: null, text: sentence(error), nothing_runs: false } });
    };
    const ask = async () => {
      set({ fresh: false, progress: null });
      try {
        const answer = await askAnswer(quick, situation, signal);
        set({ answer, complaint: null, trouble: "" });
        void askPromotions(quick, situation, answer, signal).then((promotions) => set({ promotions }), () => set({ promotions: [] }));
      } catch (error) {
        return refused(error);
      }
      void askFindings(quick, situation, signal).then((findings) => set({ findings }), () => set({ findings: null }));
      if (situation.events.some(([option]) => option === "--agent")) {
        // Every number that may decide is tried in a simulation, which takes minutes where agents are played for minutes.
        set({ report: null, fresh: true, trouble: "Where agents are played, single failures and margins are left out here." });
        return;
      }
      await askReport(thorough, situation, inputs, signal, (done, total) => set({ progress: [done, total] })).then((report) => set({ report, fresh: true, progress: null }), (error) => {
        if (!(error instanceof GivenUp)) set({ report: null, fresh: true, progress: null, trouble: sentence(error) });
      });
    };
    const begin = setTimeout(() => void ask(), first.current ? 0 : pause);
    first.current = false;
    return () => {
      clearTimeout(begin);
      giving_up.abort();
    };
  }, [configuration, events, situation.name, inputs]);
  return asked;
}

function Answers({ asked, situation, onChange }: { asked: Asked; situation: Situation; onChange: (situation: Situation) => void }) {
  const { report, fresh, progress } = asked;
  const answer = asked.answer!;
  const document = useMemo(() => report && { ...report, answer }, [report, answer]);
  const courses = useMemo(() => coursesOf(answer, fresh ? document : null), [answer, document, fresh]);
  const { decided, tookPart } = useMemo(() => (report ? decisiveConstraints(report) : { decided: new Set<string>(), tookPart: new Set<string>() }), [report]);
  const told = useMemo(() => new Set(report?.courses.map((each) => each.scenario)), [report]);
  const collectives = useMemo(() => drawnAs(answer), [answer]);
  const after = useMemo(() => new Map(answer.resources.map((each) => [each.id, each.after])), [answer]);
  const first = report?.explanations.find((each) => collectives.has(each.resource))?.resource ?? null;
  const good = answer.survives && answer.rest === "settled";
  return (
    <>
      <p class="quiet" id="subject">
        <bdi class="code">{short(answer.cib)}</bdi> · {answer.at.replace("T", " ")} · Pacemaker {answer.pacemaker}
      </p>
      <h1 id="verdict" class={good ? "good" : "bad"} aria-live="polite">
        <span aria-hidden="true">{good ? "✓" : "✕"}</span> <bdi>{answer.verdict}</bdi>
      </h1>
      <Section id="break" title="Break it">
        <Breaking answer={answer} situation={situation} onChange={onChange} />
        <ScoreSlider situation={situation} constraints={report?.constraints ?? []} answer={answer} promotions={asked.promotions} margins={(fresh && document?.margins) || []} onChange={onChange} />
      </Section>
      <Section id="cluster" title="What happens">
        <ClusterDrawing answer={answer} courses={courses} failing={nothingFails} />
      </Section>
      {!fresh && <Progress progress={progress} />}
      {asked.trouble !== "" && (
        <p role="status">
          <bdi>{asked.trouble}</bdi>
        </p>
      )}
      {document && (
        <div class={fresh ? "" : "stale"}>
          <Section id="failures" title="Every single failure">
            {document.failures ? <FailureMapTable sweep={document.failures} told={told} /> : <p>The single failures were left out: {document.why_no_failures}.</p>}
          </Section>
          <Section id="scores" title="Scores, and what they are made of">
            <ScoreBars explanations={document.explanations} margins={document.margins} complete={document.all_scores} collectives={collectives} after={after} first={first} />
          </Section>
          <Section id="constraints" title="Constraints">
            <ConstraintGraph constraints={document.constraints} decided={decided} tookPart={tookPart} />
          </Section>
          <Section id="findings" title="What lint finds">
            <FindingList findings={document.findings} source={document.source} />
          </Section>
          {document.history && (
            <Section id="history" title="What happened">
              <HistoryChart history={document.history} />
            </Section>
          )}
          <Section id="computed" title="How this was computed">
            <HowComputed document={document} />
          </Section>
        </div>
      )}
    </>
  );
}

const nothingFails = new Map<string, string>();

/** What each single failure does is told where the report knows it. */
function coursesOf(answer: Answer, document: ReportDocument | null): Course[] {
  return [answerCourse(answer), ...(document ? failureCourses(document).values() : [])];
}

function Progress({ progress }: { progress: [number, number] | null }) {
  return (
    <p class="quiet" role="status" id="progress">
      {progress ? (
        <>
          Failures: {progress[0]} of {progress[1]} <progress value={progress[0]} max={progress[1]} aria-label="Failures that were tried" />
        </>
      ) : (
        "Every single failure is being tried …"
      )}
    </p>
  );
}

interface BarProperties {
  situation: Situation;
  engines: Engines;
  asked: Asked;
  onLook: (situation: Situation) => void;
  onOpen: (files: File[]) => Promise<void>;
  onSay: (text: string) => void;
}

function Bar({ situation, engines, asked, onLook, onOpen, onSay }: BarProperties) {
  const share = async () => {
    try {
      const fragment = await fragmentOf(situation);
      history.replaceState(null, "", fragment);
      await navigator.clipboard?.writeText(location.href).catch(() => {});
      onSay("The address of this page now holds the configuration and what happens to it, and was copied. Who opens it sees them; no server does.");
    } catch (error) {
      onSay(sentence(error));
    }
  };
  const repair = async () => {
    onSay("Searching for a repair …");
    try {
      const { text, said } = await askRepair(engines.thorough, situation, new AbortController().signal);
      if (text !== null) download(`repaired-${situation.name}`, text, "application/xml");
      onSay(said.split("\n").slice(0, 3).join(" "));
    } catch (error) {
      onSay(sentence(error));
    }
  };
  const ready = asked.fresh && asked.report !== null && asked.complaint === null;
  return (
    <header class="bar">
      <strong>placement-sim</strong>
      <label>
        Sample{" "}
        <select
          id="sample"
          value={String(samples.findIndex(([, each]) => each.name === situation.name))}
          onChange={(event) => {
            const sample = samples[Number(event.currentTarget.value)];
            if (sample) onLook(sample[1]);
          }}
        >
          <option value="-1">your own</option>
          {samples.map(([title], number) => (
            <option key={title} value={String(number)}>
              {title}
            </option>
          ))}
        </select>
      </label>
      <FileButton id="file" title="Open a CIB …" folder={false} onOpen={onOpen} />
      <FileButton id="folder" title="Open a folder of inputs …" folder onOpen={onOpen} />
      <button type="button" id="share" onClick={() => void share()}>
        Share
      </button>
      <button type="button" id="download-report" disabled={!ready} onClick={() => download(`${situation.name}.html`, reportPage(asked.report!), "text/html")}>
        Report
      </button>
      <button type="button" id="download-scenario" disabled={asked.answer === null} onClick={() => download(`${situation.name}.yaml`, scenarioFile(situation, asked.answer!), "application/yaml")}>
        Scenario file
      </button>
      <button type="button" id="download-cib" onClick={() => download(situation.name, situation.text, "application/xml")}>
        CIB
      </button>
      <button type="button" id="repair" disabled={asked.answer === null} onClick={() => void repair()}>
        Repair
      </button>
      <span class="quiet">Nothing leaves this page.</span>
    </header>
  );
}

function FileButton({ id, title, folder, onOpen }: { id: string; title: string; folder: boolean; onOpen: (files: File[]) => Promise<void> }) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <button type="button" onClick={() => input.current!.click()}>
        {title}
      </button>
      <input
        ref={input}
        id={id}
        type="file"
        hidden
        aria-label={title}
        {...(folder ? { webkitdirectory: true } : {})}
        onChange={(event) => {
          const files = [...(event.currentTarget.files ?? [])];
          event.currentTarget.value = "";
          void onOpen(files);
        }}
      />
    </>
  );
}

function useDrop(open: (files: File[]) => Promise<void>): void {
  useEffect(() => {
    const over = (event: DragEvent) => event.preventDefault();
    const drop = (event: DragEvent) => {
      if (!event.dataTransfer || event.dataTransfer.items.length === 0 || !event.dataTransfer.types.includes("Files")) return;
      event.preventDefault();
      event.stopPropagation();
      void droppedFiles(event.dataTransfer).then(open);
    };
    window.addEventListener("dragover", over);
    window.addEventListener("drop", drop, true); // before the editor, which would insert the file's text
    return () => {
      window.removeEventListener("dragover", over);
      window.removeEventListener("drop", drop, true);
    };
  }, []);
}

const levels: Record<string, Mark["level"]> = { error: "error", warning: "warning" };

function marksOf(complaint: Complaint | null, findings: Findings | null): Mark[] {
  if (complaint) return complaint.line === null ? [] : [{ line: complaint.line, level: "error", text: complaint.text }];
  const all = findings?.reports.flatMap((each) => each.findings) ?? [];
  return all.flatMap((each) => (each.line === null ? [] : [{ line: each.line, level: levels[each.level] ?? "info", text: `${each.message} (${each.code})` }]));
}

function countsOf(findings: Findings | null): string {
  if (findings === null) return " ";
  return `lint: ${findings.errors} errors, ${findings.warnings} warnings, ${findings.infos} notes`;
}

const sentence = (error: unknown) => (error instanceof Error ? error.message : String(error));
