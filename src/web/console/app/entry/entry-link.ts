/** What a link that opens the console is for: a first owner's account, or an invitation. */
export type EntryLink = { kind: "owner" | "invited"; token: string } | null;

const kinds = { owner: "owner", account: "invited" } as const;

/** Reads the link's fragment. */
export function readEntryLink(fragment: string): EntryLink {
  const [name, token] = fragment.replace(/^#/, "").split("=");
  if (token === undefined || token === "" || (name !== "owner" && name !== "account")) return null;
  return { kind: kinds[name], token: decodeURIComponent(token) };
}
