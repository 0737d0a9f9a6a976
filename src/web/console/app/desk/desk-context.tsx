import { createContext, useContext } from "react";
import type { DeskStore } from "./desk.ts";
import type { DeskState } from "./state.ts";
import { useSignal } from "./state.ts";

/** The desk that everything on the page works at. */
export const DeskStoreContext = createContext<DeskStore | null>(null);

/** The desk. */
export function useDesk(): DeskStore {
  const desk = useContext(DeskStoreContext);
  if (desk === null) throw new Error("a part of the console is used without a desk");
  return desk;
}

/** A part of what the desk knows. `look` must give the same for the same state. */
export const useKnown = <Part,>(look: (state: DeskState) => Part): Part => useSignal(useDesk().state, look);
