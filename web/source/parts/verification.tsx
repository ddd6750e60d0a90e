// What a search through sequences of failures found.
import { useState } from "preact/hooks";
import type { Verification } from "../model/document";
import { count } from "../model/words";
import { Name, Sentence } from "./links";

export function VerificationStory({ verification }: { verification: Verification }) {
  const found = verification.counterexamples;
  const [shown, setShown] = useState(20);
  return (
    <div>
      <p class={`verdict ${found.length > 0 ? "bad" : "good"}`}>
        {found.length > 0 ? `✕ ${count(found.length, "sequence")} of failures break what was asked for.` : verification.holds ? "✓ Every sequence of failures within the limits was tried, and all properties hold." : "Nothing was found, and not everything was tried."}
      </p>
      <p>
        {count(verification.states, "state")}, {count(verification.sequences, "sequence")}. {verification.partial && `Ended early: ${verification.why_partial ?? ""}`}
      </p>
      {found.slice(0, shown).map((each, i) => (
        <article key={i} class="finding error">
          <h3>
            <Sentence text={each.what} />
          </h3>
          <ol>
            {each.story.map((line, j) => (
              <li key={j} class={line.kind === "event" ? "happens" : "follows"}>
                <Sentence text={line.text} /> <small>{(line.at_ms / 1000).toFixed(2)} s</small>
              </li>
            ))}
          </ol>
          {each.lost.length > 0 && (
            <p>
              Lost: {each.lost.map((service) => (
                <Name key={service} text={service} />
              ))}
            </p>
          )}
          {each.command && <pre class="excerpt" tabIndex={0} role="group" aria-label="Command that shows it">{each.command}</pre>}
        </article>
      ))}
      {found.length > shown && (
        <button type="button" class="screen-only" onClick={() => setShown(found.length)}>
          Show {found.length - shown} more
        </button>
      )}
    </div>
  );
}
