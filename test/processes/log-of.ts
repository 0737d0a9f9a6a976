import type { Store } from "../../src/store/store.ts";

/** What the person was to see of a conversation, and in which order its messages were answered. */
export async function logOf(store: Pick<Store, "readLog">, conversationId: string) {
  const entries = await store.readLog(conversationId, { after: 0, limit: 10_000 });
  const shown = entries.filter(
    ({ audience, activity }) => audience === "everyone" && activity.type === "message",
  );
  const asked = shown
    .filter(({ activity }) => activity.from?.role === "user")
    .map(({ activity }) => activity.id);
  const answers = shown.map(({ activity }) => activity.replyToId).filter((id) => asked.includes(id));
  const inOrder = answers.filter((id, index) => index === 0 || id !== answers[index - 1]);
  return { shown: shown.map(({ activity }) => activity.id), asked, inOrder };
}
