import { createHmac } from "node:crypto";
import type { Keys } from "../src/keys/keys.ts";

/** Keys that follow from texts, the one in use first; nothing is kept. */
export const fixedKeys = (...secrets: string[]): Pick<Keys, "of" | "usedBefore" | "watch" | "secrets"> => ({
  of: (kind) =>
    secrets.map((secret) => ({ bytes: createHmac("sha256", secret).update(kind).digest(), before: false })),
  secrets: () => secrets,
  usedBefore: () => undefined,
  watch: () => () => undefined,
});
