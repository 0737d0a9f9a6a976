import type { Refused } from "./answer.ts";

const deepest = 32;
const worthALook = /__proto__|constructor|prototype|\\u/;
const forbidden = new Set(["__proto__", "constructor", "prototype"]);

/** Tells whether brackets nest deeper than `limit`, without parsing. */
function nestsDeeper(text: string, limit: number): boolean {
  let depth = 0;
  let quoted = false;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (quoted) {
      if (code === 0x5c) at++;
      else if (code === 0x22) quoted = false;
    } else if (code === 0x22) quoted = true;
    else if (code === 0x7b || code === 0x5b) {
      if (++depth > limit) return true;
    } else if (code === 0x7d || code === 0x5d) depth--;
  }
  return false;
}

/** Parses JSON from outside: at most 32 levels, and keys that reach an object's prototype are dropped. */
export function parseJson(text: string): { value: unknown } | Refused {
  if (nestsDeeper(text, deepest)) return { refused: "too-deep" };
  try {
    return {
      value: worthALook.test(text)
        ? JSON.parse(text, (key, value) => (forbidden.has(key) ? undefined : value))
        : JSON.parse(text),
    };
  } catch {
    return { refused: "bad-json" };
  }
}
