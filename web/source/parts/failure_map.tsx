// The failure map as a table of buttons: each cell is a failure's effect on a service.
import { useMemo, useState } from "preact/hooks";
import type { Sweep, SweptService } from "../model/document";
import { type FailureRow, failureMap, isNodeFailure, summary } from "../model/failures";
import { type Mark, count, firstOf, markOf, marks } from "../model/words";
import { useSelection } from "./context";
import { Name, Obstacles, short, Sentence } from "./links";

const page = 60; ///< rows at a time

interface Cell {
  row: number;
  service: string;
}

export function FailureMapTable({ sweep, told }: { sweep: Sweep; told: Set<number> }) {
  const [search, setSearch] = useState("");
  const large = sweep.scenarios.length > page;
  const [nodesAlone, setNodesAlone] = useState(large);
  const [all, setAll] = useState(false);
  const [shown, setShown] = useState(page);
  const [cell, setCell] = useState<Cell | null>(null);
  const map = useMemo(() => failureMap(sweep, search, all), [sweep, search, all]);
  const rows = map.rows.filter((row) => !nodesAlone || row.lost > 0 || row.scenario.settles === false || isNodeFailure(row.scenario));
  return (
    <div>
      <p>
        <strong>
          <Sentence text={sweep.verdict} />
        </strong>{" "}
        A row is one failure; a column is a service. Choose a cell to see why.
      </p>
      {large && (
        <div class="controls screen-only">
          <label>
            Find a failure <input type="search" value={search} onInput={(event) => setSearch(event.currentTarget.value)} />
          </label>
          <label class="check">
            <input type="checkbox" checked={nodesAlone} onChange={() => setNodesAlone(!nodesAlone)} /> nodes, and what takes a service down
          </label>
        </div>
      )}
      {map.left_out > 0 && (
        <p class="quiet">
          {count(map.services.length, "service")} of {sweep.now.length} are shown, those that failures do most to.{" "}
          {sweep.now.length <= 200 && (
            <button type="button" class="link" onClick={() => setAll(true)}>
              Show all
            </button>
          )}
        </p>
      )}
      <div class="scroll" role="region" aria-label="Failure map" tabIndex={0}>
        <table class="map">
          <thead>
            <tr>
              <th scope="col">Failure</th>
              {map.services.map((service) => (
                <th key={service} scope="col" class="upright">
                  <span>
                    <Name text={service} />
                  </span>
                </th>
              ))}
              <th scope="col">Together</th>
            </tr>
          </thead>
          <tbody>
            {rows.slice(0, shown).map((row) => (
              <MapRow key={row.index} row={row} services={map.services} cell={cell} onCell={setCell} told={told.has(row.index)} />
            ))}
          </tbody>
        </table>
      </div>
      {rows.length > shown && (
        <button type="button" class="screen-only" onClick={() => setShown(shown + page)}>
          Show {Math.min(page, rows.length - shown)} more of {rows.length - shown}
        </button>
      )}
      <p class="legend">
        {(Object.keys(marks) as Mark[]).map((mark) => (
          <span key={mark}>
            <span class={`mark ${mark}`}>{marks[mark].letter}</span> {marks[mark].word}
          </span>
        ))}
      </p>
      <div aria-live="polite">{cell && <CellStory sweep={sweep} cell={cell} told={told.has(cell.row)} />}</div>
    </div>
  );
}

interface MapRowProperties {
  row: FailureRow;
  services: string[];
  cell: Cell | null;
  onCell: (cell: Cell) => void;
  told: boolean;
}

function MapRow({ row, services, cell, onCell, told }: MapRowProperties) {
  const { selection, select } = useSelection();
  const key = `failure-${row.index}`;
  const { scenario } = row;
  return (
    <tr class={selection.course === key ? "chosen" : ""}>
      <th scope="row">
        {told ? (
          <button type="button" class="link" title="Show it step by step" onClick={() => select({ course: key, frame: 99999 }, "cluster")}>
            <bdi>{short(scenario.name)}</bdi>
          </button>
        ) : (
          <Name text={scenario.name} />
        )}
      </th>
      {services.map((service) => {
        const at = row.cells.get(service);
        const mark = markOf(at);
        if (mark === "same") {
          return (
            <td key={service} class="same">
              <span aria-hidden="true">·</span>
              <span class="hidden-words">{marks.same.word}</span>
            </td>
          );
        }
        const pressed = cell?.row === row.index && cell.service === service;
        return (
          <td key={service}>
            <button
              type="button"
              class={`mark ${mark}`}
              data-fate={at?.fate}
              aria-pressed={pressed}
              aria-label={`${short(scenario.name)}: ${short(service)}: ${marks[mark].word}`}
              title={`${marks[mark].word}${places(at)}`}
              onClick={() => onCell({ row: row.index, service })}
            >
              {marks[mark].letter}
            </button>
          </td>
        );
      })}
      <td class="together">
        {scenario.error ?? (summary(row) || "nothing changes")}
        {scenario.quorum === false && ", no quorum"}
        {scenario.settles === false && ", never comes to rest"}
      </td>
    </tr>
  );
}

function places(at: SweptService | undefined): string {
  if (!at || at.running.length === 0) return "";
  if (at.promoted.length > 0) return `, then promoted on ${at.promoted.map(short).join(", ")}`;
  return `, then on ${firstOf(at.running.map(short), 8).join(", ")}`;
}

function CellStory({ sweep, cell, told }: { sweep: Sweep; cell: Cell; told: boolean }) {
  const { select } = useSelection();
  const scenario = sweep.scenarios[cell.row];
  const at = scenario?.affected.find((each) => each.service === cell.service);
  const now = sweep.now.find((each) => each.service === cell.service);
  if (!scenario || !at) return null;
  return (
    <div class="note">
      <h3>
        <bdi>{short(scenario.name)}</bdi>: <Name text={cell.service} /> {marks[markOf(at)].word}
      </h3>
      <p>
        Before: <Sentence text={standing(now)} />. After: <Sentence text={standing(at)} />. {interruptions(at.interruptions)}
      </p>
      {at.kept_down_by.length > 0 && <Obstacles of={at.kept_down_by} first={40} />}
      {told && (
        <button type="button" onClick={() => select({ course: `failure-${cell.row}`, frame: 0 }, "cluster")}>
          Show it step by step
        </button>
      )}
    </div>
  );
}

function interruptions(number: number): string {
  return number === 0 ? "It is not interrupted." : `It is interrupted ${number === 1 ? "once" : `${number} times`}.`;
}

function standing(service: SweptService | undefined): string {
  if (!service || service.running.length === 0) return "stopped";
  const others = service.running.filter((each) => !service.promoted.includes(each));
  if (service.promoted.length === 0) return `on ${service.running.join(", ")}`;
  return `promoted on ${service.promoted.join(", ")}${others.length > 0 ? `, also on ${others.join(", ")}` : ""}`;
}
