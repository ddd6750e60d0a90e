// What the page and the worker tell each other.
import type { Answer, Question } from "../../module/program.mjs";

export type ToWorker =
  | { kind: "ask"; number: number; question: Question; progress: boolean }
  | { kind: "text"; number: number; name: string; content: Uint8Array };

export type FromWorker =
  | { kind: "ready" }
  | { kind: "broken"; why: string }
  | { kind: "progress"; number: number; done: number; total: number }
  | { kind: "answer"; number: number; answer: Answer }
  | { kind: "text"; number: number; text: string | null; errors: string };
