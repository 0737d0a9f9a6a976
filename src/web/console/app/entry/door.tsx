/** The desk's sign: a door, ajar. */
export const Door = (): React.JSX.Element => (
  <svg className="door" viewBox="0 0 32 32" fill="none" aria-hidden="true">
    <path d="M7 28V13a9 9 0 0 1 18 0v15" stroke="currentColor" strokeWidth="2.6" strokeLinecap="round" />
    <path
      d="M12 28V13.6c0-1.5 1-2.8 2.4-3.2l4.4-1.3c.9-.3 1.8.4 1.8 1.3V28"
      fill="currentColor"
      fillOpacity=".55"
    />
    <path d="M4 28h24" stroke="currentColor" strokeWidth="2.6" strokeLinecap="round" />
  </svg>
);
