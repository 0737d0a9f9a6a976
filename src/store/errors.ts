/** Thrown by a write whose eTag no longer matches. */
export class StateConflict extends Error {
  readonly code = "state-conflict";
  constructor(readonly key: string) {
    super(`state ${key} was changed by somebody else`);
  }
}

/**
 * Thrown when the store cannot write or read (disk full, database away). Nothing of the call was kept, unless a
 * database went away after it and before its answer; the same call again then finds what it did.
 */
export class StoreUnavailable extends Error {
  readonly code = "store-unavailable";
}

/** Thrown by a write to a conversation that was never opened, or was erased. */
export class NoSuchConversation extends Error {
  readonly code = "no-such-conversation";
  constructor(readonly conversationId: string) {
    super(`there is no conversation ${conversationId}`);
  }
}

/** Thrown when a file of the store is not what the store wrote. The file is left as it is. */
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
