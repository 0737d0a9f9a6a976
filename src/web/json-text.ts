import type { Refused } from "./answer.ts";

const deepest = 32;
/** values, of all levels together */
const widest = 5000;
const worthALook = /__proto__|constructor|prototype|\\u/;
const forbidden = new Set(["__proto__", "constructor", "prototype"]);

/** Tells, without parsing, whether brackets nest too deeply or there are too many values. */
function isTooMuch(text: string): "too-deep" | "too-wide" | null {
  let depth = 0;
  let values = 0;
  let quoted = false;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (quoted) {
      if (code === 0x5c) at++;
      else if (code === 0x22) quoted = false;
    } else if (code === 0x22) quoted = true;
    else if (code === 0x7b || code === 0x5b) {
      values += 1;
      if (++depth > deepest) return "too-deep";
    } else if (code === 0x7d || code === 0x5d) depth--;
    else if (code === 0x2c) values += 1;
    if (values > widest) return "too-wide";
  }
  return null;
}

/** Parses JSON from outside: at most 32 levels and 5,000 values, and keys that reach an object's prototype are dropped. */
export function parseJson(text: string): { value: unknown } | Refused {
  const refused = isTooMuch(text);
  if (refused !== null) return { refused };
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
