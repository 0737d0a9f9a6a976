const conversationKey = /^[^/]+\/conversations\/([^/]+)\/?$/;

/** The conversation that botbuilder names in a bot-state key, if it names one: the state is kept with it. */
export function conversationOfState(key: string): string | undefined {
  return conversationKey.exec(key)?.[1];
}
