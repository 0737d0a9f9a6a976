/** The connector's id of the channel that a thread is in; any other conversation is its own. */
export const wholeChannel = (conversationId: string): string => conversationId.replace(/;messageid=.*$/, "");
