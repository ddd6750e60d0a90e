// How it was computed: whose rules, when, by which quorum, and what is assumed.
import type { ReportDocument } from "../model/document";
import { count } from "../model/words";
import { FoldedList } from "./folded";
import { LineLink, Sentence } from "./links";

export function HowComputed({ document }: { document: ReportDocument }) {
  const { answer, failures } = document;
  const { compared } = answer;
  return (
    <div>
      <dl>
        <dt>Pacemaker</dt>
        <dd>
          The rules of release {answer.pacemaker}
          {answer.nearest_to && `, the nearest to the cluster's own (${answer.nearest_to})`}.{" "}
          {compared.extent === "full" && compared.inputs !== null && `In ${compared.equal} of ${compared.inputs} of Pacemaker's own regression tests, the answers of this program and of that release are equal. `}
          {compared.extent !== "full" && "This release was not compared in full. "}
          {answer.unchecked_kinds.length > 0 && `Not checked for this release: ${answer.unchecked_kinds.join(", ")}.`}
        </dd>
        <dt>Time</dt>
        <dd>Rules and expiries are judged at {answer.at}.</dd>
        <dt>Quorum</dt>
        <dd>
          <bdi>{answer.quorum.have ? "The cluster has quorum" : "The cluster has no quorum"}: {answer.quorum.explanation}</bdi>
        </dd>
        <dt>Begin</dt>
        <dd>
          The events happen to the cluster {answer.from === "rest" ? "at rest" : "as it is recorded"}
          {failures && `; single failures happen to it ${failures.from === "rest" ? "at rest" : "as it is recorded"}`}.
        </dd>
        <dt>Failures</dt>
        <dd>
          {failures ? `${failures.runs_done} of ${failures.runs} were simulated, ${document.courses.length} of them are told step by step.` : (document.why_no_failures ?? "none")}{" "}
          A failed node is fenced if a device can do it; a failed resource is found dead by its monitor.
        </dd>
        {answer.sequence && (
          <>
            <dt>Agents</dt>
            <dd>Agents were played; the scenario took {(answer.sequence.end_ms / 1000).toFixed(0)} seconds ({answer.sequence.end}).</dd>
          </>
        )}
        <dt>Program</dt>
        <dd>{document.program}</dd>
      </dl>
      {answer.diagnostics.length > 0 && (
        <details>
          <summary>{count(answer.diagnostics.length, "remark")} on the CIB</summary>
          <FoldedList of={answer.diagnostics} first={100}>
            {(each) => (
              <>
                {each.severity}: <Sentence text={each.message} /> <LineLink line={each.line} />
              </>
            )}
          </FoldedList>
        </details>
      )}
    </div>
  );
}
