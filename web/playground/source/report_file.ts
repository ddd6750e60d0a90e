// The report as a file: the page that placement-sim report writes, with the document in its place.
import page from "report-page.html";
import type { ReportDocument } from "../../source/model/document";

/** "<" as an escape, so that nothing in the document ends the element that it stands in. */
export function reportPage(document: ReportDocument): string {
  return page.replace("PLACEMENT-REPORT-DOCUMENT", () => JSON.stringify(document).replaceAll("<", "\\u003c"));
}
