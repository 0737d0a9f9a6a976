/** Events of the widget for the host page. */
export interface ExitDeskEvents {
  /** the panel was opened */
  open: undefined;
  /** the panel was closed */
  close: undefined;
  /** number of unread messages */
  unread: number;
  /** the conversation accepts input */
  usable: undefined;
}

/** API of the widget for the host page: `window.ExitDesk`. */
export interface ExitDesk {
  /**
   * Opens the panel. `userToken`: the page's signed token for the user, when it was not known at load time.
   */
  open(who?: { userToken?: string }): void;
  close(): void;
  /** Subscribes to an event. Returns a function that unsubscribes. */
  on<Name extends keyof ExitDeskEvents>(name: Name, tell: (about: ExitDeskEvents[Name]) => void): () => void;
}

declare global {
  interface Window {
    ExitDesk?: ExitDesk;
  }
}
