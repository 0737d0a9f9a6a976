import { describe } from "vitest";
import type { Store } from "../../src/store/store.ts";
import { botStateSuite } from "./suites/bot-state.ts";
import { botbuilderSuite } from "./suites/botbuilder.ts";
import { eraseSuite } from "./suites/erase.ts";
import { logSuite } from "./suites/log.ts";
import { moveSuite } from "./suites/moves.ts";
import { oddTextSuite } from "./suites/odd-text.ts";
import { staffSuite } from "./suites/staff.ts";
import { storedSuite } from "./suites/stored.ts";
import { ticketSuite } from "./suites/tickets.ts";
import { transcriptSuite } from "./suites/transcripts.ts";
import { turnSuite } from "./suites/turn.ts";
import { turnTakingSuite } from "./suites/turn-taking.ts";

/** A store under test, and the same one after its process was ended and started again. */
export interface Subject {
  store: Store;
  reopen(): Promise<Store>;
  end(): Promise<void>;
}

/** Gives an empty store. */
export type OpenSubject = () => Promise<Subject>;

/** What every store must do, whatever is behind it. */
export function conformance(name: string, open: OpenSubject): void {
  describe(name, () => {
    logSuite(open);
    turnSuite(open);
    turnTakingSuite(open);
    botStateSuite(open);
    ticketSuite(open);
    moveSuite(open);
    eraseSuite(open);
    staffSuite(open);
    storedSuite(open);
    oddTextSuite(open);
    botbuilderSuite(open);
    transcriptSuite(open);
  });
}
