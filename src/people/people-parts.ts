import type { Directory } from "./directory.ts";
import type { Links } from "./link.ts";
import type { Sessions } from "./sessions.ts";

/** What accounts and passwords are kept and made with. */
export interface PeopleParts {
  directory: Directory;
  links: Links;
  sessions: Pick<Sessions, "endAll">;
  /** passwords that are guessed first */
  common: readonly string[];
  now: () => Date;
}
