import { createHmac } from "node:crypto";
import type { Keys } from "../src/keys/keys.ts";

/** Keys that follow from texts, the one in use first; nothing is kept, and none is rotated. */
export const fixedKeys = (...secrets: string[]): Omit<Keys, "close"> => ({
  of: (kind) =>
    secrets.map((secret) => ({ bytes: createHmac("sha256", secret).update(kind).digest(), before: false })),
  secrets: () => secrets,
  usedBefore: () => undefined,
  watch: () => () => undefined,
  isFixed: () => true,
  list: () => [],
  rotate: () => Promise.reject(new Error("these keys are fixed")),
});
