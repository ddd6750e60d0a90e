// Files that are dropped or picked: one CIB, compressed or not, or a folder of saved inputs.
import type { Engine } from "./engine";

export interface Opened {
  name: string;
  text: string;
  inputs: Record<string, Uint8Array>; ///< of a folder, by the paths that the module gets them by
}

const is_input = /(?:^|\/)pe-(?:input|warn|error)-\d+(?:\.(?:bz2|xml|gz|xz|zst))?$/;
const number_in = (name: string) => Number(/(\d+)\D*$/.exec(name)?.[1] ?? 0);

/** Throws with a sentence for the user. */
export async function opened(engine: Engine, files: File[]): Promise<Opened> {
  const inputs = files.filter((each) => is_input.test(pathOf(each)));
  const file = files.length === 1 ? files[0]! : newest(inputs);
  if (file === undefined) throw new Error(files.length === 0 ? "There is no file in it." : "None of these files is an input that a cluster saved (pe-input-1.bz2 and the like).");
  const content = new Uint8Array(await file.arrayBuffer());
  const { text, errors } = await engine.textOf(file.name, content);
  if (text === null) throw new Error(errors.trim() || "This file cannot be read.");
  const kept: Record<string, Uint8Array> = {};
  if (files.length > 1) for (const each of inputs) kept[`inputs/${each.name}`] = new Uint8Array(await each.arrayBuffer());
  return { name: file.name.replace(/\.(bz2|gz|xz|zst)$/, ""), text, inputs: kept };
}

const pathOf = (file: File) => file.webkitRelativePath || file.name;

function newest(files: File[]): File | undefined {
  return [...files].sort((one, other) => one.lastModified - other.lastModified || number_in(one.name) - number_in(other.name)).at(-1);
}

/** What was dropped, with what is in folders. */
export async function droppedFiles(data: DataTransfer): Promise<File[]> {
  const entries = [...data.items].map((item) => item.webkitGetAsEntry?.()).filter((entry): entry is FileSystemEntry => !!entry);
  if (!entries.some((entry) => entry.isDirectory)) return [...data.files];
  const found: File[] = [];
  for (const entry of entries) await collect(entry, found);
  return found;
}

async function collect(entry: FileSystemEntry, found: File[]): Promise<void> {
  if (entry.isFile) {
    found.push(await new Promise<File>((take, fail) => (entry as FileSystemFileEntry).file(take, fail)));
    return;
  }
  const reader = (entry as FileSystemDirectoryEntry).createReader();
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((take, fail) => reader.readEntries(take, fail));
    if (some.length === 0) return;
    for (const each of some) await collect(each, found);
  }
}

export function download(name: string, text: string, type: string): void {
  const address = URL.createObjectURL(new Blob([text], { type }));
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 1000);
}
