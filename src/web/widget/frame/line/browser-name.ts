import { keep, recall } from "../kept.ts";

/** The name that this browser made for itself: a link that it opened opens here again. */
export function browserName(): string {
  const kept = recall("browser");
  if (typeof kept === "string") return kept;
  const bytes = crypto.getRandomValues(new Uint8Array(24));
  const name = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  keep("browser", name);
  return name;
}
