/** The desk's sign: a door, ajar. */
export const Door = () => (
  <svg className="door" viewBox="0 0 32 32" aria-hidden="true">
    <path d="M7 28V13a9 9 0 0 1 18 0v15M4 28h24" />
    <path
      className="leaf"
      d="M12 28V13.6c0-1.5 1-2.8 2.4-3.2l4.4-1.3c.9-.3 1.8.4 1.8 1.3V28zm5.6-10.6a1.2 1.2 0 1 0 0 2.4 1.2 1.2 0 0 0 0-2.4"
    />
  </svg>
);

/** Three dots: more. */
export const More = () => (
  <svg viewBox="0 0 24 24" aria-hidden="true">
    <path d="M5.5 12h.01M12 12h.01M18.5 12h.01" />
  </svg>
);

/** A cross: close. */
export const Close = () => (
  <svg viewBox="0 0 24 24" aria-hidden="true">
    <path d="M6.5 6.5l11 11M17.5 6.5l-11 11" />
  </svg>
);
