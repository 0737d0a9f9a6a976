/** What an operator is told when a program cannot start: the message of an error that explains itself, else the whole error. */
export function refusalOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return "code" in error ? error.message : (error.stack ?? error.message);
}
