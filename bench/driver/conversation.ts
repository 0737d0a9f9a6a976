/** One person talking to a bot. It was opened with the bot's first words read. */
export interface Conversation {
  /** Answers the open question and resolves when the bot's reply is there; false when nothing is left to answer. */
  answer(): Promise<boolean>;
  end(): void;
}
