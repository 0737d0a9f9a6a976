const reach = 120;

/** Calls back once, when the pointer comes within 120 pixels of an element, or the focus reaches it. */
export function whenNear(element: HTMLElement, tell: () => void): void {
  const done = (): void => {
    removeEventListener("pointermove", moved);
    for (const name of ["pointerdown", "focus"]) element.removeEventListener(name, done);
    tell();
  };
  const moved = ({ clientX, clientY }: PointerEvent): void => {
    const { left, right, top, bottom } = element.getBoundingClientRect();
    const across = Math.max(left - clientX, 0, clientX - right);
    const along = Math.max(top - clientY, 0, clientY - bottom);
    if (Math.hypot(across, along) < reach) done();
  };
  addEventListener("pointermove", moved, { passive: true });
  for (const name of ["pointerdown", "focus"]) element.addEventListener(name, done);
}
