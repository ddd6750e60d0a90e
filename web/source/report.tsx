// The report begins: reads the document that is in the page, and draws it in place of the sentence for old browsers.
import { render } from "preact";
import type { ReportDocument } from "./model/document";
import { parseVisible } from "./model/visible";
import { ReportPage } from "./report_page";

const place = window.document.getElementById("page");
const text = window.document.getElementById("document")?.textContent;
if (place && text) {
  const report = parseVisible(text) as ReportDocument;
  window.document.title = `Report: ${report.answer.cib.slice(0, 80)}`;
  place.textContent = "";
  render(<ReportPage document={report} />, place);
}
