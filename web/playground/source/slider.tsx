// A slider for the score of one colocation, and what it does to the promotion.
import type { Answer, Constraint, Explanation, Margins } from "../../source/model/document";
import { scoreText } from "../../source/model/words";
import { Name, short } from "../../source/parts/links";
import { scorePlace, stopOf, stops, withScore } from "./score";
import type { Situation } from "./situation";

interface SliderProperties {
  situation: Situation;
  constraints: Constraint[];
  answer: Answer;
  promotions: Explanation[];
  margins: Margins[]; ///< none while they are not known
  onChange: (situation: Situation) => void;
}

export function ScoreSlider({ situation, constraints, answer, promotions, margins, onChange }: SliderProperties) {
  const ids = constraints.filter((each) => each.kind === "colocation" && scorePlace(situation.text, each.id) !== null).map((each) => each.id);
  const chosen = situation.slider ?? "";
  const place = chosen === "" ? null : scorePlace(situation.text, chosen);
  const listed = place !== null && !ids.includes(chosen) ? [chosen, ...ids] : ids;
  if (listed.length === 0) return null;
  return (
    <section class="slider" aria-label="The score of a colocation">
      <label>
        Colocation{" "}
        <select value={chosen} onChange={(event) => onChange({ ...situation, slider: event.currentTarget.value || null })}>
          <option value="">drag the score of …</option>
          {listed.map((id) => (
            <option key={id} value={id}>
              {short(id)}
            </option>
          ))}
        </select>
      </label>
      {place !== null && (
        <>
          <label class="wide">
            Score{" "}
            <input
              type="range"
              id="score"
              min={0}
              max={stops.length - 1}
              value={stopOf(place.value)}
              aria-valuetext={place.value}
              onInput={(event) => onChange({ ...situation, text: withScore(situation.text, chosen, stops[Number(event.currentTarget.value)]!) })}
            />
          </label>
          <output for="score">
            <bdi class="code">{place.value}</bdi>
          </output>
        </>
      )}
      <Promotions answer={answer} promotions={promotions} margins={margins} />
    </section>
  );
}

/** Who is promoted, by how much, and how far from the cliff. */
function Promotions({ answer, promotions, margins }: { answer: Answer; promotions: Explanation[]; margins: Margins[] }) {
  const promotable = answer.resources.filter((each) => each.service && each.promotable);
  if (promotable.length === 0) return null;
  return (
    <ul class="promotions" aria-live="polite">
      {promotable.map((each) => {
        const promoted = each.after.filter((place) => place.role === "Promoted").map((place) => place.node ?? "");
        const scores = promotionScores(promotions, each.id, answer);
        return (
          <li key={each.id}>
            <Name text={each.id} /> {promoted.length > 0 ? `is promoted on ${promoted.map(short).join(", ")}` : "is promoted nowhere"}
            {scores !== "" && `; promotion scores: ${scores}`}
            {marginText(margins, each.id)}
          </li>
        );
      })}
    </ul>
  );
}

function promotionScores(explanations: Explanation[], id: string, answer: Answer): string {
  const inside = new Set([id, ...answer.resources.filter((each) => each.parent === id).map((each) => each.id)]);
  return explanations
    .filter((each) => each.promotion_score && (inside.has(each.resource) || inside.has(each.id)))
    .map((each) => `${short(each.promotion_score!.node ?? "nowhere")} ${scoreText(each.promotion_score!.score)}`)
    .join(", ");
}

function marginText(margins: Margins[], id: string): string {
  const distances = margins.filter((each) => each.resource === id).flatMap((each) => each.margins.map((margin) => margin.distance)).filter((distance) => distance !== null);
  if (distances.length === 0) return "";
  const least = Math.min(...distances);
  return `; the margin is ${least} ${least === 1 ? "point" : "points"}`;
}
