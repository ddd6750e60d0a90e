// Two configurations, or two releases: what is different, now and under every failure.
import type { Difference, DifferenceService } from "../model/document";
import { count } from "../model/words";
import { Name, short, Sentence } from "./links";

export function DifferenceTable({ difference, sides }: { difference: Difference; sides: [string, string] }) {
  const reasons = difference.edits.length > 0 ? difference.edits.map((each) => each.text) : difference.changed_rules.map((each) => each.words);
  const differing = difference.scenarios.filter((each) => each.services.length > 0 || each.deviations.length > 0);
  return (
    <div>
      <p class={`verdict ${difference.worse ? "bad" : "good"}`}>
        {difference.worse ? "✕ Something gets worse." : "✓ No service gets worse."} {count(difference.scenarios_compared, "situation")} compared, {differing.length} differ.
      </p>
      {difference.edits.length > 0 && (
        <ol>
          {difference.edits.slice(0, 40).map((each, i) => (
            <li key={i}>
              <Sentence text={each.text} /> <span class="quiet">{each.line !== null && `line ${each.line} of the new CIB`}</span>
            </li>
          ))}
        </ol>
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
              {differing.slice(0, 100).flatMap((scenario, i) => [
                ...scenario.services.map((service, j) => (
                  <tr key={`${i}-${j}`} class={service.change === "worse" ? "bad" : ""}>
                    <th scope="row">
                      <Name text={scenario.name} />
                    </th>
                    <td>
                      <Name text={service.service} />
                    </td>
                    <td>{stateWords(service.old)}</td>
                    <td>
                      {service.change === "worse" && "✕ "}
                      {stateWords(service.new)}
                    </td>
                    <td>{[...new Set([...service.responsible, ...scenario.responsible])].map((each) => short(reasons[each] ?? "")).join("; ")}</td>
                  </tr>
                )),
                ...scenario.deviations.map((deviation, j) => (
                  <tr key={`${i}-d${j}`} class={deviation.worse ? "bad" : ""}>
                    <th scope="row">
                      <Name text={scenario.name} />
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
