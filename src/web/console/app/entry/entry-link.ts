/** What a link that opens the console is for: a first owner's account, an invitation, or another password. */
export type EntryLink = { kind: "owner" | "invited" | "forgotten"; token: string } | null;

const kinds = { owner: "owner", account: "invited", "sign-in": "forgotten" } as const;

const isKind = (name: string | undefined): name is keyof typeof kinds => name !== undefined && name in kinds;

/** Reads the link's fragment. */
export function readEntryLink(fragment: string): EntryLink {
  const [name, token] = fragment.replace(/^#/, "").split("=");
  if (token === undefined || token === "" || !isKind(name)) return null;
  return { kind: kinds[name], token: decodeURIComponent(token) };
}
