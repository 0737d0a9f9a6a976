import { randomBytes } from "node:crypto";

const unguessable = (): string => randomBytes(16).toString("base64url");

/** Names for a new talk and its person, which nobody can guess. A wanted user id is kept when it begins with `dl_`. */
export function newcomer(wanted?: string): { conversation: string; user: string } {
  const user = wanted !== undefined && /^dl_[\w-]{1,100}$/.test(wanted) ? wanted : `dl_${unguessable()}`;
  return { conversation: unguessable(), user };
}
