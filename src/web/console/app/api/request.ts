const name = "exit-desk.console.bearer";

let held: string | null = null;

/** The session's token where the page is in a foreign frame and no cookie comes along; null elsewhere. It lives as long as the tab. */
export function bearer(): string | null {
  if (held !== null) return held;
  try {
    return sessionStorage.getItem(name);
  } catch {
    return null;
  }
}

/** Holds the token from now on, or lets go of it. */
export function holdBearer(token: string | null): void {
  held = token;
  try {
    if (token === null) sessionStorage.removeItem(name);
    else sessionStorage.setItem(name, token);
  } catch {}
}

/** What the desk answered: `away` when nothing came back, `refused` with the code and the fields of its problem details. */
export type ApiReply<Body> =
  | { kind: "ok"; body: Body }
  | { kind: "refused"; status: number; code: string; detail: string; by: string | null }
  | { kind: "away" };

/** What is sent along: the body of a write, and the session's token against forged requests. */
export interface Sent {
  method?: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  body?: unknown;
  csrf?: string | undefined;
  /** for what may take longer than usual */
  patienceMs?: number;
}

const usualPatienceMs = 15_000;
/** for what changes thousands of tickets */
export const longPatienceMs = 120_000;

const isFields = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null;
const text = (value: unknown): string => (typeof value === "string" ? value : "");

async function problem(answer: Response): Promise<Extract<ApiReply<never>, { kind: "refused" }>> {
  const said: unknown = await answer.json().catch(() => null);
  const fields = isFields(said) ? said : {};
  const by = fields["by"];
  return {
    kind: "refused",
    status: answer.status,
    code: text(fields["code"]),
    detail: text(fields["detail"]),
    by: isFields(by) ? text(by["name"]) : null,
  };
}

/** Asks the desk's API something. Never throws. */
export async function apiRequest<Body>(
  path: string,
  { method, body, csrf, patienceMs = usualPatienceMs }: Sent = {},
): Promise<ApiReply<Body>> {
  const token = bearer();
  try {
    const answer = await fetch(`/api/desk/${path}`, {
      method: method ?? (body === undefined ? "GET" : "POST"),
      headers: {
        ...(body !== undefined && { "content-type": "application/json" }),
        ...(token !== null && { authorization: `Bearer ${token}` }),
        ...(csrf !== undefined && { "x-csrf-token": csrf }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      credentials: "same-origin",
      signal: AbortSignal.timeout(patienceMs),
    });
    if (!answer.ok) return await problem(answer);
    return { kind: "ok", body: (answer.status === 204 ? undefined : await answer.json()) as Body };
  } catch {
    return { kind: "away" };
  }
}
