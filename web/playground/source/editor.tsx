// The text of the CIB with what is wrong in its margin. It stands in a shadow root, where CodeMirror's styles need no permission of the
// page's policy.
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { xml } from "@codemirror/lang-xml";
import { HighlightStyle, bracketMatching, foldGutter, syntaxHighlighting } from "@codemirror/language";
import { type Diagnostic, lintGutter, lintKeymap, setDiagnostics } from "@codemirror/lint";
import { highlightSelectionMatches, searchKeymap } from "@codemirror/search";
import { EditorState } from "@codemirror/state";
import { EditorView, highlightActiveLine, keymap, lineNumbers } from "@codemirror/view";
import { tags } from "@lezer/highlight";
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";

export interface Mark {
  line: number;
  level: "error" | "warning" | "info";
  text: string;
}

const theme = EditorView.theme({
  "&": { height: "100%", fontSize: "13px", color: "var(--text)", backgroundColor: "var(--card)" },
  ".cm-content": { caretColor: "var(--text)" },
  ".cm-gutters": { backgroundColor: "var(--back)", color: "var(--quiet)", borderRight: "1px solid var(--line)" },
  ".cm-activeLine": { backgroundColor: "color-mix(in srgb, var(--mark) 45%, transparent)" },
  ".cm-activeLineGutter": { backgroundColor: "var(--mark)", color: "var(--text)" },
  "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground, ::selection": { backgroundColor: "color-mix(in srgb, var(--accent) 35%, transparent)" },
  ".cm-cursor": { borderLeftColor: "var(--text)" },
  "&.cm-focused .cm-matchingBracket": { backgroundColor: "var(--good-back)" },
  "&.cm-focused .cm-nonmatchingBracket": { backgroundColor: "var(--bad-back)" },
  ".cm-selectionMatch, .cm-searchMatch": { backgroundColor: "var(--mark)" },
  ".cm-foldPlaceholder": { backgroundColor: "var(--back)", color: "var(--quiet)", border: "1px solid var(--line)" },
  ".cm-panels": { backgroundColor: "var(--back)", color: "var(--text)" },
  ".cm-panel.cm-search label, .cm-panel.cm-search input, .cm-panel.cm-search button": { fontSize: "inherit" },
  ".cm-textfield, .cm-button": { color: "var(--text)", backgroundColor: "var(--card)", backgroundImage: "none", border: "1px solid var(--quiet)" },
  ".cm-tooltip": { backgroundColor: "var(--card)", color: "var(--text)", border: "1px solid var(--line)", maxWidth: "40rem" },
});

/** The page's own colours, which are legible on light and on dark. */
const colours = HighlightStyle.define([
  { tag: [tags.tagName, tags.angleBracket], color: "var(--accent)" },
  { tag: tags.attributeName, color: "var(--good)" },
  { tag: [tags.attributeValue, tags.string], color: "var(--warn)" },
  { tag: [tags.comment, tags.processingInstruction, tags.documentMeta], color: "var(--quiet)", fontStyle: "italic" },
  { tag: tags.invalid, color: "var(--bad)" },
]);

interface EditorProperties {
  text: string;
  version: number; ///< another one: the text comes from elsewhere, and replaces what is in the editor
  marks: Mark[];
  line: number | null; ///< to be shown
  onText: (text: string) => void;
}

export function Editor({ text, version, marks, line, onText }: EditorProperties) {
  const place = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView | null>(null);
  const told = useRef(onText);
  told.current = onText;

  useEffect(() => {
    const root = place.current!.attachShadow({ mode: "open" });
    const own = document.createElement("div");
    own.style.height = "100%";
    root.append(own);
    const changes = EditorView.updateListener.of((update) => {
      if (update.docChanged) told.current(update.state.doc.toString());
    });
    const extensions = [
      lineNumbers(),
      lintGutter(),
      foldGutter(),
      history(),
      bracketMatching(),
      highlightActiveLine(),
      highlightSelectionMatches(),
      syntaxHighlighting(colours),
      xml(),
      keymap.of([...defaultKeymap, ...historyKeymap, ...searchKeymap, ...lintKeymap]),
      EditorView.contentAttributes.of({ "aria-label": "The CIB", tabindex: "0" }),
      theme,
      changes,
    ];
    view.current = new EditorView({ state: EditorState.create({ doc: text, extensions }), parent: own, root });
    return () => view.current?.destroy();
  }, []);

  useLayoutEffect(() => {
    const editor = view.current;
    if (editor === null) return;
    if (editor.state.doc.toString() !== text) editor.dispatch({ changes: { from: 0, to: editor.state.doc.length, insert: text } });
  }, [version]);

  useEffect(() => {
    const editor = view.current!;
    editor.dispatch(setDiagnostics(editor.state, diagnosticsOf(editor.state, marks)));
  }, [marks]);

  useEffect(() => {
    const editor = view.current!;
    if (line === null || line < 1 || line > editor.state.doc.lines) return;
    const at = editor.state.doc.line(line).from;
    editor.dispatch({ selection: { anchor: at }, effects: EditorView.scrollIntoView(at, { y: "center" }) });
  }, [line]);

  return <div class="editor" ref={place} />;
}

function diagnosticsOf(state: EditorState, marks: Mark[]): Diagnostic[] {
  return marks
    .filter((mark) => mark.line >= 1 && mark.line <= state.doc.lines)
    .map((mark) => {
      const line = state.doc.line(mark.line);
      const begin = line.from + (line.text.length - line.text.trimStart().length);
      return { from: Math.min(begin, line.to), to: line.to, severity: mark.level, message: mark.text };
    })
    .sort((one, other) => one.from - other.from);
}
