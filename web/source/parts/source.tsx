// The CIB's text: an excerpt around a line, and the whole, of which only the lines in sight are in the page.
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import type { Source } from "../model/document";
import { useSelection } from "./context";

const height = 20; ///< of a line, as style.css has it
const longestLine = 2000;

const shown = (text: string) => (text.length > longestLine ? `${text.slice(0, longestLine)} … (${text.length} characters)` : text);

export function SourceExcerpt({ source, line, around = 1 }: { source: Source; line: number; around?: number }) {
  const from = Math.max(source.first_line, line - around);
  const lines = source.lines.slice(from - source.first_line, line + around + 1 - source.first_line);
  if (line < source.first_line || lines.length === 0) return <p class="quiet">line {line}</p>;
  return (
    <pre class="excerpt" tabIndex={0} role="group" aria-label={`Lines around line ${line}`}>
      {lines.map((text, i) => (
        <SourceLine key={i} number={from + i} text={text} marked={from + i === line} />
      ))}
    </pre>
  );
}

function SourceLine({ number, text, marked }: { number: number; text: string; marked: boolean }) {
  const { select } = useSelection();
  return (
    <span class={`source-line ${marked ? "marked" : ""}`}>
      <button type="button" class="line-number" aria-label={`line ${number}`} tabIndex={-1} onClick={() => select({ line: number }, "source")}>
        {number}
      </button>
      <bdi>{shown(text)}</bdi>
      {"\n"}
    </span>
  );
}

export function SourceText({ source }: { source: Source }) {
  const { selection } = useSelection();
  const box = useRef<HTMLDivElement>(null);
  const [top, setTop] = useState(0);
  const [visible, setVisible] = useState(30);
  const count = source.lines.length;
  useLayoutEffect(() => {
    if (box.current) setVisible(Math.ceil(box.current.clientHeight / height));
  }, []);
  useEffect(() => {
    if (selection.line === null || !box.current) return;
    box.current.scrollTop = Math.max(0, (selection.line - source.first_line - 6) * height);
  }, [selection.line, source]);
  const from = Math.max(0, Math.floor(top / height) - 10);
  const to = Math.min(count, from + visible + 20);
  return (
    <div>
      {source.hidden > 0 && <p class="quiet">Passwords are not shown: the report has ****** in their place.</p>}
      <div class="source" ref={box} tabIndex={0} role="region" aria-label="Text of the CIB" onScroll={(event) => setTop(event.currentTarget.scrollTop)}>
        <pre style={{ height: `${count * height}px`, paddingTop: `${from * height}px` }}>
          {source.lines.slice(from, to).map((text, i) => (
            <SourceLine key={from + i} number={source.first_line + from + i} text={text} marked={source.first_line + from + i === selection.line} />
          ))}
        </pre>
      </div>
    </div>
  );
}
