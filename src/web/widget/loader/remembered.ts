const storageOf = (kind: "localStorage" | "sessionStorage"): Storage | null => {
  try {
    return window[kind];
  } catch {
    return null;
  }
};

const flag = (kind: "localStorage" | "sessionStorage", key: string) => ({
  get: (): boolean => {
    try {
      return storageOf(kind)?.getItem(key) === "1";
    } catch {
      return false;
    }
  },
  set: (on: boolean): void => {
    try {
      if (on) storageOf(kind)?.setItem(key, "1");
      else storageOf(kind)?.removeItem(key);
    } catch {
      // a browser that keeps nothing still can talk
    }
  },
});

/** Whether somebody opened the panel on this site before, so that news are worth a socket. */
export const openedBefore = flag("localStorage", "exit-desk-opened");
/** Whether the panel stands open in this tab, so that the next page shows it again. */
export const standsOpen = flag("sessionStorage", "exit-desk-open");
/** Whether the greeting was sent away in this tab. */
export const greetingDismissed = flag("sessionStorage", "exit-desk-greeted");
