// The cluster to click on: a node or a service is picked, and then crashed, stopped or brought back.
import { useState } from "preact/hooks";
import type { Answer, AnswerResource } from "../../source/model/document";
import { Name, short } from "../../source/parts/links";
import { type Situation, broughtBack, eventText, nodeActions, withEvent, withoutEvent } from "./situation";

interface Picked {
  node: string;
  resource: string | null;
}

export function Breaking({ answer, situation, onChange }: { answer: Answer; situation: Situation; onChange: (situation: Situation) => void }) {
  const [picked, setPicked] = useState<Picked | null>(null);
  const services = answer.resources.filter((each) => each.service);
  const is = (node: string, resource: string | null) => picked?.node === node && picked.resource === resource;
  const pick = (node: string, resource: string | null) => setPicked(is(node, resource) ? null : { node, resource });
  const nowhere = services.filter((each) => each.after.every((place) => place.node === null));
  return (
    <div>
      <p class="quiet">Click on a node or a service to break it, stop it or bring it back.</p>
      <div class="cards breaking">
        {answer.nodes.map((node) => (
          <section key={node.name} class={`card ${node.after === "online" ? "" : "off"}`} aria-label={`Break ${short(node.name)}`}>
            <button type="button" class="node" data-node={node.name} aria-pressed={is(node.name, null)} onClick={() => pick(node.name, null)}>
              <Name text={node.name} /> <span class="quiet">{node.after}</span>
            </button>
            <ul class="chips">
              {on(services, node.name).map(([service, role]) => (
                <li key={service.id} class={`chip ${role === "Promoted" ? "promoted" : ""}`}>
                  <button type="button" data-resource={service.id} aria-pressed={is(node.name, service.id)} onClick={() => pick(node.name, service.id)}>
                    {role === "Promoted" ? "★" : role === "Unpromoted" ? "☆" : "●"} <Name text={service.id} />
                  </button>
                </li>
              ))}
            </ul>
          </section>
        ))}
        {nowhere.length > 0 && (
          <section class="card nowhere" aria-label="Runs nowhere">
            <p>Runs nowhere</p>
            <ul class="chips">
              {nowhere.map((service) => (
                <li key={service.id} class="chip lost">
                  <button type="button" data-resource={service.id} aria-pressed={is("", service.id)} onClick={() => pick("", service.id)}>
                    ✕ <Name text={service.id} />
                  </button>
                </li>
              ))}
            </ul>
          </section>
        )}
      </div>
      {picked && <Menu picked={picked} answer={answer} situation={situation} onChange={onChange} />}
      <Events situation={situation} onChange={onChange} />
    </div>
  );
}

function on(services: AnswerResource[], node: string): [AnswerResource, string][] {
  return services.flatMap((service) => {
    const places = service.after.filter((place) => place.node === node);
    const best = places.find((place) => place.role === "Promoted") ?? places[0];
    return best ? [[service, best.role] as [AnswerResource, string]] : [];
  });
}

function Menu({ picked, answer, situation, onChange }: { picked: Picked; answer: Answer; situation: Situation; onChange: (situation: Situation) => void }) {
  const { node, resource } = picked;
  const state = answer.nodes.find((each) => each.name === node)?.after ?? "";
  const name = resource ?? node;
  const service = answer.resources.find((each) => each.id === resource);
  return (
    <div class="controls" role="group" aria-label={`What happens to ${short(name)}`}>
      <strong>
        <Name text={name} />
      </strong>
      {resource === null &&
        nodeActions.map(([option, word, title]) => (
          <button key={option} type="button" data-action={option} title={title} onClick={() => onChange(withEvent(situation, [option, node]))}>
            {word}
          </button>
        ))}
      {resource !== null && node !== "" && (
        <button type="button" data-action="--fail" title="It is found dead where it runs" onClick={() => onChange(withEvent(situation, ["--fail", `${failing(service, node, answer)}@${node}`]))}>
          Fail here
        </button>
      )}
      {resource !== null && (
        <button type="button" data-action="--disable" title="It gets target-role=Stopped" onClick={() => onChange(withEvent(situation, ["--disable", resource]))}>
          Stop
        </button>
      )}
      <button type="button" data-action="back" onClick={() => onChange(broughtBack(situation, name, resource === null, state))}>
        Bring back
      </button>
    </div>
  );
}

/** What fails is a primitive: of a clone or group, the first that runs on the node. */
function failing(service: AnswerResource | undefined, node: string, answer: Answer): string {
  if (service === undefined) return "";
  const child = answer.resources.find((each) => each.parent === service.id && each.after.some((place) => place.node === node));
  return child ? failing(child, node, answer) : service.id;
}

function Events({ situation, onChange }: { situation: Situation; onChange: (situation: Situation) => void }) {
  if (situation.events.length === 0) return <p class="events">Nothing happens: this is the cluster as it is recorded.</p>;
  return (
    <ol class="events">
      {situation.events.map((event, place) => (
        <li key={place}>
          <bdi>{short(eventText(event))}</bdi>{" "}
          <button type="button" aria-label={`Leave out: ${short(eventText(event))}`} onClick={() => onChange(withoutEvent(situation, place))}>
            ✕
          </button>
        </li>
      ))}
      <li>
        <button type="button" data-action="nothing" onClick={() => onChange({ ...situation, events: [] })}>
          Nothing happens
        </button>
      </li>
    </ol>
  );
}
