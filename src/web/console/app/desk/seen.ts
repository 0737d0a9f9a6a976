import { ask } from "../wire/ask.ts";

const restMs = 400;

/** Makes what tells the desk up to where a talk was seen; of many in a short time the last is told. */
export function makeSeen(csrf: string): (conversationId: string, upTo: number) => void {
  const untold = new Map<string, number>();
  return (id, upTo) => {
    const waits = untold.has(id);
    untold.set(id, Math.max(upTo, untold.get(id) ?? 0));
    if (waits) return;
    setTimeout(() => {
      const body = { upTo: untold.get(id) ?? upTo };
      untold.delete(id);
      void ask(`conversations/${encodeURIComponent(id)}/read`, { body, csrf });
    }, restMs);
  };
}
