/** Keeps an element that fills a phone's screen above the keyboard, where the browser shrinks only what is seen. */
export function stayAboveKeyboard(element: HTMLElement): void {
  const seen = window.visualViewport;
  if (!seen) return;
  const settle = (): void => {
    element.style.setProperty("--seen-height", `${seen.height}px`);
    element.style.setProperty("--seen-top", `${seen.offsetTop}px`);
  };
  seen.addEventListener("resize", settle);
  seen.addEventListener("scroll", settle);
  settle();
}
