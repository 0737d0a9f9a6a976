import type { Store } from "../../store/port.ts";
import type { notices } from "../said/notices.ts";
import type { Board } from "./board.ts";
import type { DeskEvents } from "./events.ts";
import type { mover } from "./mover.ts";
import type { OtherProcesses } from "./other-processes.ts";
import type { Passing } from "./passing.ts";
import type { Roster } from "./roster.ts";

/** What the parts of the human desk share. */
export interface DeskContext {
  store: Store;
  board: Board;
  roster: Roster;
  events: DeskEvents;
  others: OtherProcesses;
  passing: Passing;
  move: ReturnType<typeof mover>;
  said: ReturnType<typeof notices>;
  now: () => Date;
  /** whether answers can be sent by e-mail */
  mail: boolean;
}
