import { createHash } from "node:crypto";

function canonical(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(canonical);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return entries.map(([key, inner]) => [key, canonical(inner)]);
}

/** Twelve hex digits that change with what a guide says and not with how its files are laid out. */
export const versionOf = (content: object): string =>
  createHash("sha256")
    .update(JSON.stringify(canonical(content)))
    .digest("hex")
    .slice(0, 12);
