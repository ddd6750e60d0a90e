// Asks the module, one question after the other. A question that nobody waits for any more is not asked; one that is being
// answered then ends with its worker, and a new worker begins.
import type { Answer, Progress, Question } from "../../module/program.mjs";
import type { FromWorker, ToWorker } from "./messages";

const worth_waiting = 300; // milliseconds, in which most answers come; a new worker takes as long to begin

interface Waiting {
  message: ToWorker;
  progress: Progress | undefined;
  take: (message: FromWorker) => void;
  fail: (error: Error) => void;
  given_up: boolean;
}

export class GivenUp extends Error {}

export class Engine {
  private worker: Worker | null = null;
  private waiting: Waiting[] = [];
  private asked: Waiting | null = null;
  private next = 1;

  constructor(private readonly begin: () => Worker) {
    this.worker = this.started();
  }

  async ask(question: Question, signal?: AbortSignal, progress?: Progress): Promise<Answer> {
    const number = this.next++;
    const message = await this.queued({ kind: "ask", number, question, progress: progress !== undefined }, signal, progress);
    if (message.kind !== "answer") throw new Error("the module gave no answer");
    return message.answer;
  }

  async textOf(name: string, content: Uint8Array): Promise<{ text: string | null; errors: string }> {
    const message = await this.queued({ kind: "text", number: this.next++, name, content });
    if (message.kind !== "text") throw new Error("the module gave no text");
    return { text: message.text, errors: message.errors };
  }

  private queued(message: ToWorker, signal?: AbortSignal, progress?: Progress): Promise<FromWorker> {
    return new Promise((take, fail) => {
      if (signal?.aborted) return fail(new GivenUp());
      const waiting: Waiting = { message, progress, take, fail, given_up: false };
      signal?.addEventListener("abort", () => this.giveUp(waiting), { once: true });
      this.waiting.push(waiting);
      this.askNext();
    });
  }

  private giveUp(waiting: Waiting): void {
    if (waiting.given_up) return;
    waiting.given_up = true;
    waiting.fail(new GivenUp());
    this.waiting = this.waiting.filter((each) => each !== waiting);
    if (this.asked !== waiting) return;
    setTimeout(() => {
      if (this.asked === waiting) this.beginAgain();
    }, worth_waiting);
  }

  private askNext(): void {
    if (this.asked !== null) return;
    this.asked = this.waiting.shift() ?? null;
    if (this.asked === null) return;
    this.worker ??= this.started();
    this.worker.postMessage(this.asked.message);
  }

  private started(): Worker {
    const worker = this.begin();
    worker.onmessage = ({ data }: MessageEvent<FromWorker>) => this.hear(data);
    worker.onerror = (event) => this.fail(event.message || "the worker cannot be started");
    return worker;
  }

  private hear(message: FromWorker): void {
    if (message.kind === "ready") return;
    if (message.kind === "broken") return this.fail(message.why);
    const asked = this.asked;
    if (asked === null || asked.message.number !== message.number) return;
    if (message.kind === "progress") {
      if (!asked.given_up) asked.progress?.(message.done, message.total);
      return;
    }
    this.asked = null;
    asked.take(message);
    this.askNext();
  }

  private fail(why: string): void {
    const all = this.asked ? [this.asked, ...this.waiting] : this.waiting;
    this.waiting = [];
    this.stop();
    for (const each of all) each.fail(new Error(why));
  }

  private beginAgain(): void {
    this.stop();
    this.askNext();
  }

  private stop(): void {
    this.worker?.terminate();
    this.worker = null;
    this.asked = null;
  }
}
