import { Agent, request } from "node:http";

/** An answer of the desk. */
interface Answer {
  status: number;
  text: string;
}

/** The address of one of a thousand networks, half of them of IPv4, half /64 nets of IPv6, far apart from one another. */
export const addressOf = (network: number): string =>
  network % 2 === 0
    ? `${11 + (network % 180)}.${(network * 7) % 250}.${network >> 2}.7`
    : `2001:${(network * 13).toString(16)}:${network.toString(16)}:1::7`;

/** One of the addresses that a single customer of a provider has: all of one /64. */
export const sameNetwork = (nth: number): string => `2001:db8:7:7::${(nth + 1).toString(16)}`;

const patienceMs = 10_000;

/** Calls of a flood, through the desk's trusted proxy: few connections, and any address. */
export class FloodProxy {
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 64 });

  constructor(readonly url: string) {}

  ask(method: string, path: string, from: string, body?: unknown, token?: string): Promise<Answer> {
    const bytes = body === undefined ? undefined : Buffer.from(JSON.stringify(body));
    const headers: Record<string, string | number> = { "x-forwarded-for": from };
    if (token !== undefined) headers["authorization"] = `Bearer ${token}`;
    if (bytes !== undefined) {
      headers["content-type"] = "application/json";
      headers["content-length"] = bytes.length;
    }
    return new Promise((resolve) => {
      const lost = (): void => resolve({ status: 0, text: "" });
      const sent = request(`${this.url}${path}`, { agent: this.#agent, method, headers }, (answer) => {
        let text = "";
        answer.setEncoding("utf8").on("data", (part) => {
          text += part;
        });
        answer.on("end", () => resolve({ status: answer.statusCode ?? 0, text })).on("error", lost);
      });
      sent
        .setTimeout(patienceMs, () => void sent.destroy())
        .on("error", lost)
        .end(bytes);
    });
  }

  end(): void {
    this.#agent.destroy();
  }
}

/** A conversation that a stranger began. */
export class Stranger {
  private constructor(
    private readonly proxy: FloodProxy,
    private readonly from: string,
    readonly conversationId: string,
    readonly token: string,
  ) {}

  /** Begins one as the widget does; null when the desk does not let them. */
  static async begin(proxy: FloodProxy, from: string): Promise<Stranger | null> {
    const pass = await proxy.ask("POST", "/widget/token", from, {});
    if (pass.status !== 200) return null;
    const { conversationId, token } = JSON.parse(pass.text);
    const { status } = await proxy.ask("POST", "/v3/directline/conversations", from, {}, token);
    return status >= 200 && status < 300 ? new Stranger(proxy, from, conversationId, token) : null;
  }

  /** Posts an activity, and gives the status of the answer; 0 for none. */
  async post(activity: object): Promise<number> {
    const path = `/v3/directline/conversations/${this.conversationId}/activities`;
    return (await this.proxy.ask("POST", path, this.from, activity, this.token)).status;
  }

  say(text: string): Promise<number> {
    return this.post({ type: "message", text });
  }
}

/** Does something again and again, so many at once, until `over` says so. */
export async function keepAt(
  atOnce: number,
  over: () => boolean,
  once: (nth: number) => Promise<unknown>,
): Promise<void> {
  let nth = 0;
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      while (!over()) await once(nth++);
    }),
  );
}
