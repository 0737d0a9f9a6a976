const keptMs = 60_000;

/** Saves a text as a file on the agent's own machine, named with today's date. */
export function saveFile(name: string, type: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type }));
  const link = document.createElement("a");
  link.href = url;
  link.download = `${new Date().toISOString().slice(0, 10)}-${name}`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), keptMs);
}
