import { type ProofChallenge, solve } from "../../src/web/widget/frame/directline/proof-of-work.ts";

/** What one proxy before the desk says of where a request comes from. */
export const fromNetwork = (address: string): Record<string, string> => ({ "x-forwarded-for": address });

/** An address of the network with this number: half of them IPv4, half an IPv6 /64. */
export const addressIn = (network: number, host = 7): string =>
  network % 2 === 0
    ? `10.${network % 250}.${(network >> 2) % 250}.${host % 250}`
    : `2001:db8:${network.toString(16)}:1::${host.toString(16)}`;

/** Somebody who uses the widget, without a browser. */
export class Stranger {
  conversation = "";
  token = "";

  constructor(
    readonly url: string,
    readonly address: string,
    /** the next one of several processes for each call */
    readonly elsewhere: () => string = () => url,
  ) {}

  async begin(): Promise<this> {
    const { conversationId, token } = (await this.call("/widget/token", {})) as Record<string, string>;
    Object.assign(this, { conversation: conversationId, token });
    await this.call("/v3/directline/conversations", {});
    return this;
  }

  async say(...texts: string[]): Promise<void> {
    for (const text of texts) await this.call(this.path("activities"), { type: "message", text });
  }

  /** Asks for a person, the shortest way. */
  ask(): Promise<void> {
    return this.say("person", "yes", "here");
  }

  async heard(): Promise<{ text: string[]; events: string[] }> {
    const { activities } = (await this.call(this.path("activities"))) as {
      activities: { type: string; text?: string; name?: string; from: { role: string } }[];
    };
    return {
      text: activities.filter(({ from }) => from.role !== "user").map(({ text = "" }) => text),
      events: activities.flatMap(({ name }) => name ?? []),
    };
  }

  /** Does the proof of work where one is asked for; gives whether the ticket is in the queue then. */
  async prove(): Promise<boolean> {
    const { challenge } = (await this.call(this.path("challenge"))) as { challenge: ProofChallenge | null };
    if (challenge === null) return true;
    const proof = { challenge: challenge.challenge, nonces: await solve(challenge) };
    const { queued } = (await this.call(this.path("challenge"), proof)) as { queued: boolean };
    return queued;
  }

  path(what: string): string {
    return `/v3/directline/conversations/${this.conversation}/${what}`;
  }

  async call(path: string, body?: unknown): Promise<unknown> {
    const answer = await fetch(`${this.elsewhere()}${path}`, {
      method: body === undefined ? "GET" : "POST",
      headers: {
        "content-type": "application/json",
        ...fromNetwork(this.address),
        ...(this.token && { authorization: `Bearer ${this.token}` }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
    return answer.json();
  }
}

/** Does a piece of work for each number, so many at a time; what fails is counted. */
export async function crowd(
  count: number,
  atOnce: number,
  work: (n: number) => Promise<unknown>,
): Promise<number> {
  let next = 0;
  let failed = 0;
  const worker = async (): Promise<void> => {
    for (let mine = next++; mine < count; mine = next++) await work(mine).catch(() => (failed += 1));
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return failed;
}
