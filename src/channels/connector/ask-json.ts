const MOST_BYTES = 1_000_000;

/** Thrown for an answer that is not JSON, or is longer than any that is expected here. */
export class NotJson extends Error {
  readonly code = "not-json";
}

/** Asks for JSON without following redirects, and reads at most 1 MB of it. Throws when there is no answer. */
export async function askJson(url: string, init: RequestInit): Promise<{ status: number; value: unknown }> {
  const answer = await fetch(url, { ...init, redirect: "error" });
  const pieces: Uint8Array[] = [];
  let size = 0;
  for await (const piece of answer.body ?? []) {
    size += piece.length;
    if (size > MOST_BYTES) throw new NotJson(`${new URL(url).host} answered more than ${MOST_BYTES} bytes`);
    pieces.push(piece);
  }
  try {
    return { status: answer.status, value: JSON.parse(Buffer.concat(pieces).toString()) };
  } catch {
    throw new NotJson(`${new URL(url).host} answered ${answer.status} without JSON`);
  }
}
