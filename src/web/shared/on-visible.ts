const tickMs = 5000;
const hiddenTickMs = 90_000;

/** Calls back after sleep, a clock change, a reconnected network, or when the page is restored. */
export function onVisible(tell: () => void): void {
  let last = Date.now();
  setInterval(() => {
    const now = Date.now();
    const passed = now - last;
    last = now;
    if (passed < 0 || passed > (document.hidden ? hiddenTickMs : tickMs * 3)) tell();
  }, tickMs);
  addEventListener("online", tell);
  addEventListener("pageshow", (event) => event.persisted && tell());
}
