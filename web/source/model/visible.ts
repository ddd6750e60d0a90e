// Characters that nobody sees, or that turn the writing round, as what they are: "\u202e".

const unseen = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/g;

export function visible(text: string): string {
  return text.replace(unseen, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

/** A document in whose texts every character is seen. The library's JSON has unseen characters as escapes alone. */
export function parseVisible(json: string): unknown {
  const plain = !/\\u(?!003c)/.test(json);
  return plain ? JSON.parse(json) : JSON.parse(json, (_, value: unknown) => (typeof value === "string" ? visible(value) : value));
}
