/** One thing that is wrong in the guide: the file, the place in it (empty: the whole file), and the reason. */
export interface Problem {
  file: string;
  place: string;
  reason: string;
}

/** Thrown instead of a half-loaded guide. The message has one line a problem: `file, place: reason`. */
export class GuideError extends Error {
  readonly code = "guide";
  constructor(readonly problems: readonly Problem[]) {
    super(problems.map(({ file, place, reason }) => `${file}${place && `, ${place}`}: ${reason}`).join("\n"));
  }
}
