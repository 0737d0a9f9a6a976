import { Traces } from "./traces.ts";

/** Something that could not be brought out. `records` is how many records of the journal that may be; null: nobody knows. */
interface Loss {
  file: string;
  says: string;
  bytes: number;
  records: number | null;
}

/** How much was brought out, or was not. Entries count as lost where the log has a gap. */
interface Amounts {
  conversations: number;
  entries: number;
  tickets: number;
  states: number;
  /** accounts, invitations and links */
  staff: number;
  auditLines: number;
}

const none: Amounts = { conversations: 0, entries: 0, tickets: 0, states: 0, staff: 0, auditLines: 0 };

/** What came of a salvage. */
export interface SalvageReport {
  out: Amounts;
  lost: Amounts & { records: number; bytes: number; files: number };
  losses: Loss[];
  /** nothing was lost */
  whole: boolean;
}

/** Adds up what comes out and what does not. */
export class Tally {
  readonly out: Amounts = { ...none };
  readonly lost: Amounts = { ...none };
  /** of what was in the losses */
  readonly traces = new Traces();
  readonly #losses: Loss[] = [];

  lose(loss: Loss): void {
    this.#losses.push(loss);
  }

  get report(): SalvageReport {
    const losses = this.#losses;
    const lost = {
      ...this.lost,
      records: losses.reduce((sum, { records }) => sum + (records ?? 0), 0),
      bytes: losses.reduce((sum, { bytes }) => sum + bytes, 0),
      files: new Set(losses.map(({ file }) => file)).size,
    };
    return { out: this.out, lost, losses, whole: Object.values(lost).every((count) => count === 0) };
  }
}
