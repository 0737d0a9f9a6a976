/** Where a browser has come to. */
export interface Place {
  url: string;
  text: string;
}

/** A browser as far as signing in by redirects needs one: it keeps cookies by host and sends forms. */
export class Wanderer {
  readonly #cookies = new Map<string, Map<string, string>>();

  /** The cookies that a host is shown, as a header. */
  cookiesOf(host: string): string {
    return [...(this.#cookies.get(host) ?? [])].map(([name, value]) => `${name}=${value}`).join("; ");
  }

  /** Goes to a page and on as it is sent, up to the first answer that sends nowhere or to what `until` names. */
  async visit(url: string, until = /^$/, form?: Record<string, string>): Promise<Place> {
    const { host } = new URL(url);
    const answer = await fetch(url, {
      method: form === undefined ? "GET" : "POST",
      redirect: "manual",
      headers: { cookie: this.cookiesOf(host) },
      ...(form && { body: new URLSearchParams(form) }),
    });
    this.#keep(host, answer.headers.getSetCookie());
    const location = answer.headers.get("location");
    if (location === null) return { url, text: await answer.text() };
    await answer.body?.cancel();
    const next = new URL(location, url).href;
    return until.test(next) ? { url: next, text: "" } : this.visit(next, until);
  }

  /** Takes a cookie over, as `name=value`. */
  take(host: string, cookie: string): void {
    this.#keep(host, [cookie]);
  }

  forget(host: string): void {
    this.#cookies.delete(host);
  }

  #keep(host: string, set: readonly string[]): void {
    const jar = this.#cookies.get(host) ?? new Map<string, string>();
    this.#cookies.set(host, jar);
    for (const line of set) {
      const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (value === "" || /max-age=0|expires=thu, 01 jan 1970/i.test(line)) jar.delete(name);
      else jar.set(name, value);
    }
  }
}

/** Where the form of a page is sent, and its hidden fields. */
export function formOn({ url, text }: Place): { action: string; fields: Record<string, string> } {
  const action = /<form[^>]*action="([^"]+)"/.exec(text)?.[1] ?? "";
  const hidden = [...text.matchAll(/<input[^>]*type="hidden"[^>]*>/g)].map(([tag]) => [
    /name="([^"]*)"/.exec(tag)?.[1] ?? "",
    /value="([^"]*)"/.exec(tag)?.[1] ?? "",
  ]);
  return { action: new URL(action, url).href, fields: Object.fromEntries(hidden) };
}
