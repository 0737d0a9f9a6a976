/** Thrown by a write whose eTag is outdated. */
export class StateConflict extends Error {
  readonly code = "state-conflict";
  constructor(readonly key: string) {
    super(`state ${key} was changed by somebody else`);
  }
}

/**
 * Thrown when the store cannot write or read (disk full, database unreachable). Nothing was stored, unless a database
 * failed between commit and response; a repeated call finds its result then.
 */
export class StoreUnavailable extends Error {
  readonly code = "store-unavailable";
}

/** Thrown by a write to a conversation that does not exist or was erased. */
export class NoSuchConversation extends Error {
  readonly code = "no-such-conversation";
  constructor(readonly conversationId: string) {
    super(`there is no conversation ${conversationId}`);
  }
}

/** Thrown when a file is not as the store wrote it. The file is left unchanged. */
export class StoreFileError extends Error {
  readonly code = "store-file";
  constructor(
    readonly file: string,
    readonly problem: string,
    options?: ErrorOptions,
  ) {
    super(
      `${file} ${problem}. It was left untouched. ` +
        `"npm run store:check" lists all that is wrong; "npm run store:restore" puts a backup into an empty folder; ` +
        `"npm run store:check -- --salvage <folder>" brings all that can be read into a new one`,
      options,
    );
  }
}
