import type { Store } from "./port.ts";

/**
 * Bot Framework tells transcripts apart by channel and id, the desk by id alone: the first channel to use an id has
 * it plain, another channel's conversation of the same id is kept under a longer one.
 */
export async function idInStore(
  store: Pick<Store, "conversation">,
  channelId: string,
  conversationId: string,
): Promise<string> {
  const scoped = prefix(channelId) + conversationId;
  if ((await store.conversation(scoped)) !== undefined) return scoped;
  const plain = await store.conversation(conversationId);
  const taken = typeof plain === "object" && plain.channel !== channelId;
  return taken ? scoped : conversationId;
}

export function idInTranscript(channelId: string, id: string): string {
  return id.startsWith(prefix(channelId)) ? id.slice(prefix(channelId).length) : id;
}

function prefix(channelId: string): string {
  return `transcript of ${channelId}: `;
}
