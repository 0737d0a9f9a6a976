type Part = Record<string, unknown>;

/** What a card shows, a line for each text, field and button; a button stands in brackets, one that waits behind "…" after them. */
export function linesOf(part: unknown): string[] {
  if (Array.isArray(part)) return part.flatMap(linesOf);
  const { type, text, inlines, label, value, title, mode, body, items, actions } = part as Part;
  const button = type?.toString().startsWith("Action.")
    ? `${mode === "secondary" ? "…" : ""}[${title}]`
    : null;
  return [
    ...[text, button].filter((line) => typeof line === "string"),
    ...(type === "Input.Text" ? [`${label}: ${value}`] : []),
    ...[inlines, body, items, actions].filter((list) => list !== undefined).flatMap(linesOf),
  ];
}
