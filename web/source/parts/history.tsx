// What happened: the services against time, and their outages.
import { scaleUtc } from "d3-scale";
import type { History, Outage, Spell } from "../model/document";
import { count, duration } from "../model/words";
import { FoldedList } from "./folded";
import { Name, Obstacles, short, Sentence } from "./links";

const width = 1000;
const rowHeight = 22;
const nameWidth = 170;

const moment = (text: string) => new Date(/Z|[+-]\d\d:?\d\d$/.test(text) ? text.replace(" ", "T") : `${text.replace(" ", "T")}Z`).getTime();

export function HistoryChart({ history }: { history: History }) {
  const times = history.decisions.map((each) => each.seconds * 1000);
  const begin = Math.min(...times, ...history.services.flatMap((each) => each.spells.map((spell) => moment(spell.at))).filter((each) => !Number.isNaN(each)));
  const end = Math.max(...times);
  const x = scaleUtc().domain([new Date(begin), new Date(end > begin ? end : begin + 1000)]).range([nameWidth, width - 60]);
  const services = history.services.filter((each) => each.spells.length > 0);
  const height = services.length * rowHeight + 30;
  return (
    <div>
      <p>
        {count(history.inputs, "decision")} of the cluster, {count(history.outages.length, "outage")}.{" "}
        {history.logged > 0 && `Of ${history.logged} that a log lists, ${history.equal} equal what is calculated here.`}
      </p>
      <div class="scroll" role="region" aria-label="Services against time" tabIndex={0}>
        <svg class="history" width={width} height={height} viewBox={`0 0 ${width} ${height}`} role="img" aria-label="Services against time">
          {x.ticks(6).map((tick) => (
            <g key={tick.getTime()}>
              <line x1={x(tick)} x2={x(tick)} y1={0} y2={height - 20} class="axis" />
              <text x={x(tick)} y={height - 6} class="tick">
                {tick.toISOString().slice(5, 19).replace("T", " ")}
              </text>
            </g>
          ))}
          {services.map((service, row) => (
            <g key={service.service} transform={`translate(0 ${row * rowHeight})`}>
              <text x={0} y={15} class="name">
                <title>{service.service}</title>
                {service.service.length > 22 ? `${service.service.slice(0, 21)}…` : service.service}
              </text>
              {alike(service.spells).map((spell, i, spells) => {
                const from = x(new Date(moment(spell.at)));
                const next = spells[i + 1];
                const to = next ? x(new Date(moment(next.at))) : width - 60;
                return (
                  <g key={i}>
                    <rect x={from} width={Math.max(1.5, to - from)} y={3} height={16} class={`spell ${spellClass(spell)}`}>
                      <title>{`${spell.at}: ${spellWords(spell)}`}</title>
                    </rect>
                    {to - from > 60 && (
                      <text x={from + 4} y={15} class="spell-text">
                        {fitted(spellWords(spell), to - from)}
                      </text>
                    )}
                  </g>
                );
              })}
            </g>
          ))}
        </svg>
      </div>
      <h3>Outages</h3>
      {history.outages.length === 0 && <p>None.</p>}
      {history.outages.length > 0 && (
        <FoldedList of={history.outages} first={20}>
          {(outage) => <OneOutage outage={outage} />}
        </FoldedList>
      )}
    </div>
  );
}

function OneOutage({ outage }: { outage: Outage }) {
  const { kept_down_by = [], ended_by = [] } = outage.explanation ?? {};
  return (
    <>
      <strong>
        <Name text={outage.service} /> {outage.seconds === null ? "down to the end" : `down for ${duration(outage.seconds)}`}
      </strong>{" "}
      from {outage.from}: <Sentence text={outage.cause.text} />
      {kept_down_by.length > 0 && (
        <>
          <p>What kept it down:</p>
          <Obstacles of={kept_down_by} first={4} />
        </>
      )}
      {ended_by.length > 0 && (
        <>
          <p>What would have ended it:</p>
          <FoldedList of={ended_by} first={4}>
            {(each) => <Sentence text={each} />}
          </FoldedList>
        </>
      )}
    </>
  );
}

/** Of spells one after the other that look the same, the first. */
function alike(spells: Spell[]): Spell[] {
  return spells.filter((spell, i) => i === 0 || spellWords(spell) !== spellWords(spells[i - 1]!));
}

const fitted = (text: string, room: number) => (text.length * 6.4 > room - 8 ? `${text.slice(0, Math.floor((room - 14) / 6.4))}…` : text);

function spellClass(spell: Spell): string {
  if (!spell.configured) return "absent";
  if (spell.up) return "up";
  if (!spell.known) return "unknown";
  return spell.wanted ? "down" : "off";
}

function spellWords(spell: Spell): string {
  if (!spell.configured) return "not configured";
  if (!spell.known) return "not known";
  if (!spell.up) return spell.wanted ? "DOWN" : "off, as configured";
  return spell.promoted.length > 0 ? `promoted on ${spell.promoted.map(short).join(", ")}` : `on ${spell.running.map(short).join(", ")}`;
}
