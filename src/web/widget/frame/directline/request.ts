/** Response of the desk: `away` without one, `busy` when it refuses strangers for now. */
export type DirectLineReply =
  | { kind: "ok"; body: Record<string, unknown> }
  | { kind: "refused"; status: number }
  | { kind: "later"; waitMs: number; busy: boolean }
  | { kind: "away" };

const timeoutMs = 10_000;

/** Parses a Retry-After header, in seconds or as a date, to milliseconds. */
export function waitOf(header: string | null, now: number): number {
  const seconds = Number(header ?? Number.NaN);
  const wait = Number.isNaN(seconds) ? Date.parse(header ?? "") - now : seconds * 1000;
  return Number.isNaN(wait) ? 2000 : Math.min(Math.max(wait, 250), 60_000);
}

const busyCodes: readonly unknown[] = ["busy", "no-room"];

async function codeOf(answer: Response): Promise<unknown> {
  const body = (await answer.json().catch(() => null)) as { error?: { code?: unknown } } | null;
  return body?.error?.code;
}

/** Sends a request to the desk. Never throws. */
export async function directLineRequest(
  path: string,
  { token, body }: { token?: string; body?: unknown },
): Promise<DirectLineReply> {
  try {
    const answer = await fetch(path, {
      method: body === undefined ? "GET" : "POST",
      headers: {
        ...(token && { authorization: `Bearer ${token}` }),
        ...(body !== undefined && { "content-type": "application/json" }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      credentials: "omit",
      signal: AbortSignal.timeout(timeoutMs),
    });
    if (answer.ok) return { kind: "ok", body: (await answer.json()) as Record<string, unknown> };
    if (answer.status === 429 || answer.status >= 500) {
      const waitMs = waitOf(answer.headers.get("retry-after"), Date.now());
      return { kind: "later", waitMs, busy: busyCodes.includes(await codeOf(answer)) };
    }
    return { kind: "refused", status: answer.status };
  } catch {
    return { kind: "away" };
  }
}
