// What is selected, for all parts of a page: a course and its frame, a constraint, a line, a resource.
import { createContext } from "preact";
import { useContext } from "preact/hooks";

export interface Selection {
  course: string; ///< Course.key
  frame: number;
  constraint: string | null;
  line: number | null;
  resource: string | null;
}

export interface SelectionContext {
  selection: Selection;
  select: (change: Partial<Selection>, goTo?: string) => void;
}

export const Selected = createContext<SelectionContext>({
  selection: { course: "answer", frame: 0, constraint: null, line: null, resource: null },
  select: () => {},
});

export const useSelection = () => useContext(Selected);
