const keptMs = 60_000;

/** Downloads a text as a file with today's date in its name. */
export function saveFile(name: string, type: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type }));
  const link = document.createElement("a");
  link.href = url;
  link.download = `${new Date().toISOString().slice(0, 10)}-${name}`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), keptMs);
}

const prefix = "exit-desk.console.";

/** Stores a value in this browser; ignores unavailable storage. */
export function writeLocal(name: string, value: unknown): void {
  try {
    if (value === null) localStorage.removeItem(prefix + name);
    else localStorage.setItem(prefix + name, JSON.stringify(value));
  } catch {}
}

/** Reads a stored value, or null. */
export function readLocal(name: string): unknown {
  try {
    return JSON.parse(localStorage.getItem(prefix + name) ?? "null");
  } catch {
    return null;
  }
}
