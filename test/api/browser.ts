/** An answer of the API. */
export interface Answer {
  status: number;
  headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: answers of many shapes, looked at field by field
  body: any;
}

interface How {
  headers?: Record<string, string>;
  /** sends the body as it is, with the media type of the headers */
  raw?: string;
}

/** What somebody's browser does: keeps the cookie, and shows the session's token on writes. */
export class Browser {
  /** of the session */
  cookie: string | null = null;
  /** that it is known by, also when nobody is signed in */
  device: string | null = null;
  csrf: string | null = null;
  id = "";
  /** each call that was answered */
  readonly calls: { method: string; path: string; answer: Answer }[] = [];

  constructor(readonly url: string) {}

  get(path: string, how?: How): Promise<Answer> {
    return this.ask("GET", path, undefined, how);
  }

  post(path: string, body: unknown = {}, how?: How): Promise<Answer> {
    return this.ask("POST", path, body, how);
  }

  async ask(method: string, path: string, body?: unknown, { headers, raw }: How = {}): Promise<Answer> {
    const response = await fetch(`${this.url}/api/desk${path}`, {
      method,
      headers: {
        ...((this.cookie ?? this.device) !== null && {
          cookie: [this.cookie, this.device].filter((one) => one !== null).join("; "),
        }),
        ...(this.csrf !== null && method !== "GET" && { "x-csrf-token": this.csrf }),
        ...(body !== undefined && { "content-type": "application/json" }),
        ...headers,
      },
      ...((raw !== undefined || body !== undefined) && { body: raw ?? JSON.stringify(body) }),
    });
    for (const set of response.headers.getSetCookie()) {
      const value = /=;/.test(set) ? null : (set.split(";", 1)[0] ?? null);
      this[/^[\w-]+_device=/.test(set) ? "device" : "cookie"] = value;
    }
    const text = await response.text();
    const answer = {
      status: response.status,
      headers: response.headers,
      body: text === "" ? null : JSON.parse(text),
    };
    this.calls.push({ method, path, answer });
    return answer;
  }

  /** Finds out who is signed in, and the token for writes. */
  async look(): Promise<Answer> {
    const answer = await this.get("/session");
    this.csrf = answer.body?.csrf ?? null;
    this.id = answer.body?.agent?.id ?? "";
    return answer;
  }
}
