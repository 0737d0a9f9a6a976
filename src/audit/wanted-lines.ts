import type { AuditLine, Deed } from "./audit-line.ts";

/** Which lines of the audit log are wanted; what is not said does not matter. */
export interface WantedLines {
  /** the id of one of the desk's people */
  who?: string | undefined;
  what?: Deed | undefined;
  /** an id or a value that the line is about */
  about?: string | undefined;
}

/** Tells whether a line is one of those. */
export const isWanted = (line: AuditLine, { who, what, about }: WantedLines): boolean =>
  (who === undefined || (line.who.kind === "agent" && line.who.id === who)) &&
  (what === undefined || line.what === what) &&
  (about === undefined || Object.values(line.about).some((value) => value.split(" ").includes(about)));
