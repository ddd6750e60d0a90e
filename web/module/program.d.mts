export interface Question {
  arguments: string[];
  files?: Record<string, Uint8Array | string>;
}

export interface Answer {
  status: number | null;
  output: string;
  errors: string;
  files: Record<string, Uint8Array>;
  failure: "memory" | "depth" | "fault" | null;
}

export type Progress = (done: number, total: number) => void;

export class Program {
  constructor(make: (settings: object) => Promise<object>, settings?: object);
  ask(question: Question, progress?: Progress): Promise<Answer>;
  textOf(name: string, content: Uint8Array): Promise<{ text: string | null; errors: string }>;
}
