import { createContext, useContext } from "react";
import type { Desk } from "./desk.ts";
import { useCell } from "./signal.ts";
import type { DeskState } from "./state.ts";

/** The desk that everything on the page works at. */
export const DeskContext = createContext<Desk | null>(null);

/** The desk. */
export function useDesk(): Desk {
  const desk = useContext(DeskContext);
  if (desk === null) throw new Error("a part of the console is used without a desk");
  return desk;
}

/** A part of what the desk knows. `look` must give the same for the same state. */
export const useKnown = <Part,>(look: (state: DeskState) => Part): Part => useCell(useDesk().state, look);
