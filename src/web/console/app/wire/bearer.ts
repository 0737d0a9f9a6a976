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
