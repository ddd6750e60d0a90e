// What is looked at: a configuration, and what happens to it. It is what a link holds.
export interface Situation {
  name: string; ///< the file's
  text: string; ///< the CIB
  events: string[][]; ///< each as options of placement-sim, in order: ["--fail", "pg01"]
  slider: string | null; ///< the colocation whose score has the slider
}

/** The options that bring a node or a resource to another state; the words of the buttons. */
export const nodeActions: [option: string, word: string, title: string][] = [
  ["--fail", "Crash", "The node crashes"],
  ["--down", "Leave", "The node leaves the cluster cleanly"],
  ["--standby", "Standby", "The node is put in standby"],
  ["--maintenance", "Maintenance", "The node is put in maintenance mode"],
];

export function withEvent(situation: Situation, event: string[]): Situation {
  return { ...situation, events: [...situation.events, event] };
}

export function withoutEvent(situation: Situation, place: number): Situation {
  return { ...situation, events: situation.events.filter((_event, at) => at !== place) };
}

/** Takes back what was done to the node or resource; where the CIB itself has it stopped, an event brings it back. */
export function broughtBack(situation: Situation, name: string, is_node: boolean, state: string): Situation {
  const kept = situation.events.filter(([, value]) => value !== name && !(value ?? "").startsWith(`${name}@`));
  if (kept.length < situation.events.length) return { ...situation, events: kept };
  if (!is_node) return withEvent(situation, ["--enable", name]);
  return withEvent(situation, [state.includes("standby") ? "--unstandby" : state.includes("maintenance") ? "--unmaintenance" : "--up", name]);
}

const words: Record<string, string> = {
  "--fail": "fails",
  "--down": "leaves",
  "--up": "joins",
  "--standby": "is put in standby",
  "--unstandby": "leaves standby",
  "--maintenance": "is put in maintenance mode",
  "--unmaintenance": "leaves maintenance mode",
  "--disable": "is stopped",
  "--enable": "is started",
};

export function eventText([option = "", value = ""]: string[]): string {
  if (option === "--assume-online") return "all nodes are assumed to be online";
  if (option === "--wait") return `${value} s pass`;
  if (option === "--agent") return `agent ${value}`;
  if (option === "--op") return `${value} ends`;
  const word = words[option];
  if (word === undefined) return `${option.slice(2)} ${value}`;
  const at = value.lastIndexOf("@");
  return option === "--fail" && at > 0 ? `${value.slice(0, at)} fails on ${value.slice(at + 1)}` : `${value} ${word}`;
}

export const eventOptions = (situation: Situation): string[] => situation.events.flat();
