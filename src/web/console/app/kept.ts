const prefix = "exit-desk.console.";

/** Remembers a value in this browser; a browser that keeps nothing is no reason to fail. */
export function keep(name: string, value: unknown): void {
  try {
    if (value === null) localStorage.removeItem(prefix + name);
    else localStorage.setItem(prefix + name, JSON.stringify(value));
  } catch {}
}

/** What was kept under a name, or null. */
export function kept(name: string): unknown {
  try {
    return JSON.parse(localStorage.getItem(prefix + name) ?? "null");
  } catch {
    return null;
  }
}
