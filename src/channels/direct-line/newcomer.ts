import { randomBytes } from "node:crypto";
import { newGrantId } from "./grants/grants.ts";
import type { Bearer } from "./token.ts";

const unguessable = (): string => randomBytes(16).toString("base64url");

/** Names for a new talk and its person, which nobody can guess, unless whoever has the secret has said who it is and for which pages. */
export const newcomer = ({
  userId = `dl_${unguessable()}`,
  origins,
}: {
  userId?: string | undefined;
  origins?: string[] | undefined;
} = {}): Bearer => ({
  conversation: unguessable(),
  user: userId,
  grant: newGrantId(),
  ...(origins && { origins }),
});
