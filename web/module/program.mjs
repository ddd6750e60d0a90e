// placement-sim as a function: its arguments and files in, its exit status, output and files out. For node.js and for a browser's
// worker; the page asks through client.mjs.

/**
 * @typedef {object} Question
 * @property {string[]} arguments as on a command line, without the program's name
 * @property {Record<string, Uint8Array | string>} [files] what the program finds in its folder, by relative path
 *
 * @typedef {object} Answer
 * @property {number | null} status the exit status; null: the program came to no end, and `failure` says why
 * @property {string} output what it printed
 * @property {string} errors what it complained about, without progress
 * @property {Record<string, Uint8Array>} files what it wrote
 * @property {"memory" | "depth" | "fault" | null} failure
 *
 * @typedef {(done: number, total: number) => void} Progress
 */

const folder = "/work";
const textFile = "text-of-cib.xml";
const most_memory_kept = 256 * 2 ** 20; // an instance never gives memory back

export class Program {
  #make;
  #instance = null;

  /** @param {(settings: object) => Promise<object>} make the function in placement.js; `settings` go to it (wasmBinary and the like) */
  constructor(make, settings = {}) {
    this.#make = () => make({ stdin: () => null, ...settings });
  }

  /**
   * @param {Question} question
   * @param {Progress} [progress] called while the program runs
   * @returns {Promise<Answer>}
   */
  async ask({ arguments: words, files = {} }, progress) {
    return this.#run(files, progress, (instance) => instance.callMain(words));
  }

  /**
   * The text of a CIB in a file that may be compressed, without what stands around it.
   * @param {string} name how messages call it; its suffix says what it is
   * @param {Uint8Array} content
   * @returns {Promise<{ text: string | null, errors: string }>} no text: `errors` says why
   */
  async textOf(name, content) {
    const answer = await this.#run({ [name]: content }, undefined, (instance) => instance.ccall("placement_text_of", "number", ["string", "string"], [name, textFile]));
    const bytes = answer.files[textFile];
    return { text: answer.status === 0 && bytes ? new TextDecoder().decode(bytes) : null, errors: answer.errors };
  }

  async #run(files, progress, begin) {
    this.#instance ??= await this.#make();
    const answer = run(this.#instance, files, progress, begin);
    const used = this.#instance.HEAPU8.length;
    if (answer.failure !== null || used > most_memory_kept) this.#instance = null; // what is left of it is good for nothing
    return answer;
  }
}

function run(instance, files, progress, begin) {
  const { FS } = instance;
  const output = [];
  const complaints = new Complaints(progress);
  FS.mkdirTree(folder);
  FS.chdir(folder);
  take(FS, 1, (bytes) => output.push(bytes));
  take(FS, 2, (bytes) => complaints.add(bytes), progress !== undefined);
  const stack = instance.stackSave();
  const given = Date.now() - 1000; // so that what is written from now on is younger
  let status = null;
  let failure = null;
  try {
    for (const [name, content] of Object.entries(files)) put(FS, name, content, given);
    status = begin(instance);
  } catch (error) {
    failure = kindOf(error);
  }
  try {
    if (failure === null) instance.stackRestore(stack);
    return { status, output: text(output), errors: complaints.end(), files: failure === null ? taken(FS, files, given) : {}, failure };
  } finally {
    if (failure === null) empty(FS, folder);
  }
}

/** Lets what is written to a standard stream end here. A terminal is told how far the program is. */
function take(FS, number, write, is_terminal = false) {
  const stream = FS.getStream(number);
  stream.tty = is_terminal ? { ops: {} } : undefined;
  stream.stream_ops = {
    write: (_stream, buffer, from, length) => {
      write(buffer.slice(from, from + length));
      return length;
    },
  };
}

/** What goes to standard error: complaints, and lines that are written over and over, each of which begins with "\r". */
class Complaints {
  #progress;
  #decoder = new TextDecoder();
  #pending = "";
  #text = "";

  constructor(progress) {
    this.#progress = progress;
  }

  add(bytes) {
    this.#pending += this.#decoder.decode(bytes, { stream: true });
    for (let end = this.#pending.indexOf("\r", 1); end > 0; end = this.#pending.indexOf("\r", 1)) {
      this.#take(this.#pending.slice(0, end));
      this.#pending = this.#pending.slice(end);
    }
  }

  end() {
    this.#take(this.#pending + this.#decoder.decode());
    return this.#text;
  }

  #take(piece) {
    const [, over, rest] = /^(\r(?:\x1b\[K)?)?([\s\S]*)$/.exec(piece);
    const counted = over === undefined || this.#progress === undefined ? null : /^(?:[^\n]*: )?(\d+) of (\d+)[^\n]*$/.exec(rest);
    if (counted) {
      this.#progress(Number(counted[1]), Number(counted[2]));
    } else {
      this.#text += this.#progress === undefined ? piece : rest;
    }
  }
}

function kindOf(error) {
  if (error instanceof RangeError || /call stack|recursion/i.test(String(error?.message))) return "depth";
  if (/memory|OOM/i.test(String(error?.message)) && !/out of bounds/i.test(String(error?.message))) return "memory";
  return "fault";
}

function text(pieces) {
  const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  return pieces.map((piece) => decoder.decode(piece, { stream: true })).join("") + decoder.decode();
}

function put(FS, name, content, when) {
  const path = `${folder}/${name}`;
  FS.mkdirTree(path.slice(0, path.lastIndexOf("/")));
  FS.writeFile(path, content);
  FS.utime(path, when, when);
}

/** What was not given, or is different now; what was given is as old as `when` says. */
function taken(FS, given, when) {
  const found = {};
  for (const path of paths(FS, folder)) {
    const name = path.slice(folder.length + 1);
    const { mtime, size } = FS.lstat(path);
    if (name in given && mtime.getTime() === when && size > 0) continue; // to empty a file makes it no younger
    const content = FS.readFile(path);
    if (!(name in given) || !same(bytesOf(given[name]), content)) found[name] = content;
  }
  return found;
}

const bytesOf = (content) => (typeof content === "string" ? new TextEncoder().encode(content) : content);
const same = (one, other) => one.length === other.length && one.every((byte, place) => byte === other[place]);

function* paths(FS, within) {
  for (const name of FS.readdir(within)) {
    if (name === "." || name === "..") continue;
    const path = `${within}/${name}`;
    const { mode } = FS.lstat(path);
    if (FS.isDir(mode)) yield* paths(FS, path);
    if (FS.isFile(mode)) yield path;
  }
}

function empty(FS, within) {
  for (const name of FS.readdir(within)) {
    if (name === "." || name === "..") continue;
    const path = `${within}/${name}`;
    if (FS.isDir(FS.lstat(path).mode)) {
      empty(FS, path);
      FS.rmdir(path);
    } else {
      FS.unlink(path);
    }
  }
}
