/** What the widget tells a host page. */
export interface ExitDeskEvents {
  /** the panel was opened */
  open: undefined;
  /** the panel was closed */
  close: undefined;
  /** the number of messages that wait to be read */
  unread: number;
  /** the conversation can be typed into */
  usable: undefined;
}

/** The widget as a host page sees it: `window.ExitDesk`. */
export interface ExitDesk {
  /** Opens the panel; `userToken` is the page's signed word for who the person is, for a page that learns it late. */
  open(who?: { userToken?: string }): void;
  close(): void;
  /** Calls back whenever it happens. Gives how to stop. */
  on<Name extends keyof ExitDeskEvents>(name: Name, tell: (about: ExitDeskEvents[Name]) => void): () => void;
}

declare global {
  interface Window {
    ExitDesk?: ExitDesk;
  }
}
