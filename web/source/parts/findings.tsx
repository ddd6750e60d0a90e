// What lint finds, beside the lines that it is about.
import { useState } from "preact/hooks";
import type { Finding, Findings, Source } from "../model/document";
import { count } from "../model/words";
import { FoldedList } from "./folded";
import { LineLink, Sentence } from "./links";
import { SourceExcerpt } from "./source";

const levels: Record<string, string> = { error: "E", warning: "W", info: "i" };
const first = 20;

export function FindingList({ findings, source }: { findings: Findings; source: Source }) {
  const all = findings.reports.flatMap((each) => each.findings);
  const [shown, setShown] = useState(first);
  if (all.length === 0) return <p class="verdict good">✓ Nothing was found. {count(findings.reports[0]?.rules_run ?? 0, "rule")} ran.</p>;
  return (
    <div>
      <p>
        {count(findings.errors, "error")}, {count(findings.warnings, "warning")}, {count(findings.infos, "note")}.
      </p>
      {all.slice(0, shown).map((finding, i) => (
        <OneFinding key={i} finding={finding} source={source} />
      ))}
      {all.length > shown && (
        <button type="button" onClick={() => setShown(all.length)}>
          Show {all.length - shown} more
        </button>
      )}
    </div>
  );
}

function OneFinding({ finding, source }: { finding: Finding; source: Source }) {
  return (
    <article class={`finding ${finding.level}`}>
      <h3>
        <span class={`level ${finding.level}`} title={finding.level} aria-hidden="true">
          {levels[finding.level] ?? "·"}
        </span>
        <span class="hidden-words">{finding.level}: </span>
        <Sentence text={finding.message} /> <span class="quiet code">{finding.code}</span>
      </h3>
      {finding.line !== null && <SourceExcerpt source={source} line={finding.line} />}
      <p>
        <strong>What to do:</strong> <Sentence text={finding.remedy} />
      </p>
      {finding.proof && (
        <p>
          A run shows it: <Sentence text={finding.proof.scenario} />: <Sentence text={finding.proof.shows} />
        </p>
      )}
      {finding.repairs.map((repair, i) => (
        <p key={i}>
          Repair: <Sentence text={repair.text} /> {repair.harmless && "(nothing gets worse)"}
        </p>
      ))}
      {(finding.related.length > 0 || finding.others.length > 0) && (
        <FoldedList of={[...finding.related, ...finding.others]} first={8}>
          {(each) => (
            <>
              <Sentence text={each.text} /> <LineLink line={each.line} />
            </>
          )}
        </FoldedList>
      )}
    </article>
  );
}
