import { z } from "zod";
import type { Store } from "../store/port.ts";

const topic = "talk-gone";
const Passed = z.object({ conversationId: z.string() });

/** Tells this process and the others that a talk was erased. */
export function announceGone(store: Pick<Store, "pass">, here: (conversationId: string) => void) {
  return (conversationId: string): void => {
    here(conversationId);
    store.pass(topic, { conversationId });
  };
}

/** Calls back with each talk that another process erased. Returns how to stop. */
export const hearGone = (store: Pick<Store, "hear">, listener: (conversationId: string) => void) =>
  store.hear(topic, (what) => {
    const passed = Passed.safeParse(what);
    if (passed.success) listener(passed.data.conversationId);
  });
