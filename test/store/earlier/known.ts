import { readdirSync } from "node:fs";
import path from "node:path";
import { z } from "zod";

/** The versions whose data are kept, by what came after them. */
export const earlierVersions = readdirSync(import.meta.dirname, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name)
  .sort();

/** Where the data of an earlier version stand. */
export const earlierFolder = (...parts: string[]): string => path.join(import.meta.dirname, ...parts);

/** The environment under which the earlier desk ran, besides its store. */
export const earlierEnvironment = {
  MAIL_FROM: "desk@example.net",
  HOST_USERS_KEY: "a secret that the host page has, too",
};

/** Somebody who talks to the desk: their conversation, the token of their browser, and where they stood. */
const KnownGuest = z.object({ conversationId: z.string(), token: z.string(), place: z.string().nullable() });

/** What was noted while the data were made: it opens them again. */
export const Known = z.object({
  /** the moment of the stop */
  at: z.iso.datetime(),
  guests: z.record(z.string(), KnownGuest),
  hostUser: z.object({ sub: z.string(), conversationId: z.string() }),
  owner: z.object({ email: z.string(), password: z.string(), totp: z.string(), cookie: z.string() }),
  agent: z.object({ id: z.string(), email: z.string(), password: z.string(), cookie: z.string() }),
  /** the state of each ticket by its number */
  tickets: z.record(z.string(), z.string()),
  /** of an e-mail that was sent */
  mailLink: z.string(),
  /** an invitation that nobody has taken up */
  invitation: z.object({ token: z.string(), email: z.string() }),
});
export type Known = z.infer<typeof Known>;
