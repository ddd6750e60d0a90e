// Two configurations, or two releases: what is different, now and under every failure.
import { useState } from "preact/hooks";
import type { Difference, DifferenceService } from "../model/document";
import { count } from "../model/words";
import { FoldedList } from "./folded";
import { Name, short, Sentence } from "./links";

const page = 100; ///< situations at a time

export function DifferenceTable({ difference, sides }: { difference: Difference; sides: [string, string] }) {
  const reasons = difference.edits.length > 0 ? difference.edits.map((each) => each.text) : difference.changed_rules.map((each) => each.words);
  const [shown, setShown] = useState(page);
  const differing = difference.scenarios.filter((each) => each.services.length > 0 || each.deviations.length > 0);
  return (
    <div>
      <p class={`verdict ${difference.worse ? "bad" : "good"}`}>
        {difference.worse ? "✕ Something gets worse." : "✓ No service gets worse."} {count(difference.scenarios_compared, "situation")} compared, {differing.length} {differing.length === 1 ? "differs" : "differ"}.
      </p>
      {difference.edits.length > 0 && (
        <FoldedList of={difference.edits} first={40} numbered>
          {(each) => (
            <>
              <Sentence text={each.text} /> <span class="quiet">{each.line !== null && `line ${each.line} of the new CIB`}</span>
            </>
          )}
        </FoldedList>
      )}
      {differing.length > 0 && (
        <div class="scroll" role="region" aria-label="Differences" tabIndex={0}>
          <table>
            <thead>
              <tr>
                <th scope="col">When</th>
                <th scope="col">Service</th>
                <th scope="col">{sides[0]}</th>
                <th scope="col">{sides[1]}</th>
                <th scope="col">Because of</th>
              </tr>
            </thead>
            <tbody>
              {differing.slice(0, shown).flatMap((scenario, i) => [
                ...scenario.services.map((service, j) => (
                  <tr key={`${i}-${j}`} class={service.change === "worse" ? "bad" : ""}>
                    <th scope="row">
                      <Sentence text={scenario.name} />
                    </th>
                    <td>
                      <Name text={service.service} />
                    </td>
                    <td>{stateWords(service.old)}</td>
                    <td>
                      {service.change === "worse" && "✕ "}
                      {stateWords(service.new)}
                    </td>
                    <td>
                      <Sentence text={[...new Set([...service.responsible, ...scenario.responsible])].map((each) => reasons[each] ?? "").join("; ")} />
                    </td>
                  </tr>
                )),
                ...scenario.deviations.map((deviation, j) => (
                  <tr key={`${i}-d${j}`} class={deviation.worse ? "bad" : ""}>
                    <th scope="row">
                      <Sentence text={scenario.name} />
                    </th>
                    <td colSpan={4}>
                      <Sentence text={deviation.text} />
                    </td>
                  </tr>
                )),
              ])}
            </tbody>
          </table>
        </div>
      )}
      {differing.length > shown && (
        <button type="button" class="screen-only" onClick={() => setShown(shown + page)}>
          Show {Math.min(page, differing.length - shown)} more of {count(differing.length - shown, "situation")}
        </button>
      )}
      {difference.protection.map((each, i) => (
        <p key={i} class={each.worse ? "bad" : ""}>
          <Sentence text={each.text} />
        </p>
      ))}
      {difference.changed_rules.length > 0 && (
        <details>
          <summary>{count(difference.changed_rules.length, "changed rule")} of Pacemaker</summary>
          <ul>
            {difference.changed_rules.map((each, i) => (
              <li key={i}>{each.words}</li>
            ))}
          </ul>
        </details>
      )}
    </div>
  );
}

function stateWords(side: DifferenceService["old"]): string {
  if (side.promoted.length > 0) return `promoted on ${side.promoted.map(short).join(", ")}`;
  if (side.running.length > 0) return `${side.state} on ${side.running.map(short).join(", ")}`;
  return side.state;
}
