import { createHmac } from "node:crypto";
import { CompactEncrypt, EncryptJWT, SignJWT } from "jose";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { WebSocket } from "ws";
import { makeLinks } from "../../src/accounts/entry-link.ts";
import { openKnownDevices } from "../../src/accounts/login-throttle.ts";
import { makeFlowSeal, makeSeal } from "../../src/accounts/oidc/flow.ts";
import { makeAgentIds } from "../../src/directline/desk-keys.ts";
import { KeyKind } from "../../src/keys/key-kinds.ts";
import { ask, conversationPath, newPass, post, type Reply } from "../directline/ask.ts";
import { type EchoDesk, openEchoDesk } from "../directline/echo-desk.ts";

const hostSecret = "the secret by which the host vouches";
const older = "the direct line secret of before";
const inAnHour = (): Date => new Date(Date.now() + 3_600_000);
const now = (): Date => new Date();
const hmac = (key: string | Buffer, said: string): Buffer => createHmac("sha256", key).update(said).digest();

const much = { burst: 100_000, perSecond: 100_000 };
const plenty = {
  tokensPerConversation: much,
  readsPerConversation: much,
  tokensPerAddress: much,
  strangersPerAddress: much,
};

let desk: EchoDesk;
/** Somebody's conversation with an open link, and an account, all of which are known to whoever tries. */
let victim: { conversationId: string; token: string; user: string; grant: string; link: string };

beforeAll(async () => {
  desk = await openEchoDesk({ hostUsersKey: hostSecret, limits: plenty });
  const pass = await newPass(desk);
  await post(desk, { ...pass, domain: "", expires_in: 0 }, { type: "message", text: "hello" });
  const { user, grant } = claimsIn(pass.token);
  const url = await desk.line.linkTo(desk.url, { conversation: pass.conversationId, user });
  victim = { ...pass, user, grant, link: claimsIn(url.split("link=")[1] ?? "").grant };
});
afterAll(() => desk.stop());

const claimsIn = (token: string): { user: string; grant: string } =>
  JSON.parse(Buffer.from(token.split(".")[1] ?? "", "base64url").toString());

const signed = (key: Buffer, audience: string, claims: Record<string, unknown>): Promise<string> =>
  new SignJWT(claims)
    .setProtectedHeader({ alg: "HS256" })
    .setIssuer("exit-desk")
    .setAudience(audience)
    .setIssuedAt()
    .setExpirationTime(inAnHour())
    .sign(key);
const conversation = () => ({ user: victim.user, conversation: victim.conversationId, grant: victim.grant });

/** Whether a door let somebody in; one that refused for another reason than the key proves nothing. */
function isOpen({ status, body }: Reply): boolean {
  if (status !== 200 && status !== 401 && status !== 403)
    throw new Error(`answered with ${status}: ${JSON.stringify(body)}`);
  return status === 200;
}

interface Tried {
  text: string;
  key: Buffer;
}
const fits = ({ key }: Tried): boolean => key.length === 32;

/** Each door of the desk: whose key opens it, and whether something that was made with a key does. */
const doors: Record<string, { kind: KeyKind | "host page"; opens(tried: Tried): Promise<boolean> }> = {
  "Direct Line for programs": {
    kind: "direct-line",
    opens: async ({ text }) => {
      if (!/^[\x20-\x7e]+$/.test(text)) return false;
      const path = "/v3/directline/tokens/generate";
      return isOpen(await ask(desk, "POST", path, { token: text, body: {} }));
    },
  },
  "a conversation": {
    kind: "conversations",
    opens: async ({ key }) => {
      const token = await signed(key, "talk", conversation());
      const path = conversationPath(victim, "/activities");
      return isOpen(await ask(desk, "GET", path, { token }));
    },
  },
  "a conversation's renewal": {
    kind: "conversations",
    opens: async ({ key }) => {
      const body = {
        conversationId: victim.conversationId,
        token: await signed(key, "talk", conversation()),
      };
      return isOpen(await ask(desk, "POST", "/widget/token", { body }));
    },
  },
  "a conversation's socket": {
    kind: "conversations",
    opens: async ({ key }) => {
      const token = await signed(key, "stream", conversation());
      const socket = new WebSocket(
        `ws://127.0.0.1:${desk.port}${conversationPath(victim, "/stream")}?watermark=0&t=${token}`,
      );
      return new Promise((resolve) => {
        socket.once("open", () => resolve(true));
        socket.once("error", () => resolve(false));
      }).then((opened) => {
        socket.terminate();
        return opened as boolean;
      });
    },
  },
  "the link of an e-mail": {
    kind: "mail-links",
    opens: async ({ key }) => {
      const link = await signed(key, "link", { ...conversation(), grant: victim.link });
      return isOpen(await ask(desk, "POST", "/widget/link", { body: { link } }));
    },
  },
  "a user of the host page": {
    kind: "host page",
    opens: async ({ key }) => {
      const userToken = await new SignJWT({ sub: "alder" })
        .setProtectedHeader({ alg: "HS256" })
        .setAudience(desk.url)
        .setExpirationTime(inAnHour())
        .setJti(crypto.randomUUID())
        .sign(key);
      return isOpen(await ask(desk, "POST", "/widget/token", { body: { userToken } }));
    },
  },
  ...Object.fromEntries(
    (["owner", "invitation", "sign-in"] as const).map((kind) => [
      `the ${kind} link of the console`,
      {
        kind: "console-links",
        opens: async ({ key }: Tried) =>
          (await makeLinks(desk.keys, now).read(kind, await signed(key, kind, { jti: "first" }))) !== null,
      },
    ]),
  ),
  "a sign-in at the provider": {
    kind: "sign-in-flow",
    opens: async (tried) => {
      if (!fits(tried)) return false;
      const flow = { purpose: "sign-in", session: null, state: "s", nonce: "n", verifier: "v" };
      const sealed = await new EncryptJWT({ flow })
        .setProtectedHeader({ alg: "dir", enc: "A256GCM" })
        .setIssuer("exit-desk")
        .setExpirationTime(inAnHour())
        .encrypt(tried.key);
      return (await makeFlowSeal(desk.keys, now).open(sealed)) !== null;
    },
  },
  "what is kept of the provider": {
    kind: "provider-tokens",
    opens: async (tried) => {
      if (!fits(tried)) return false;
      const sealed = await new CompactEncrypt(Buffer.from("refresh"))
        .setProtectedHeader({ alg: "dir", enc: "A256GCM" })
        .encrypt(tried.key);
      return (await makeSeal(desk.keys).open(sealed)) !== null;
    },
  },
  "a known browser": {
    kind: "device-cookies",
    opens: async ({ key }) => {
      const said = `a1.${"d".repeat(22)}.${inAnHour().getTime().toString(36)}`;
      const cookie = `${said}.${hmac(key, said).toString("base64url")}`;
      return openKnownDevices(desk.keys, now).read(cookie).length > 0;
    },
  },
  "an agent's id": {
    kind: "agent-ids",
    opens: async ({ key }) => {
      const from = { id: "agent-a1", role: "bot" };
      const shown = makeAgentIds(desk.keys).pseudonymize({ type: "message", from }, "talk").from?.id;
      return shown === `agent-${hmac(key, '["talk","a1"]').toString("base64url").slice(0, 16)}`;
    },
  },
  "the name of a host user's conversation": {
    kind: "host-users",
    opens: async ({ text }) => {
      const userToken = await new SignJWT({ sub: "birch" })
        .setProtectedHeader({ alg: "HS256" })
        .setAudience(desk.url)
        .setExpirationTime(inAnHour())
        .setJti(crypto.randomUUID())
        .sign(Buffer.from(hostSecret));
      const { body } = await ask(desk, "POST", "/widget/token", { body: { userToken } });
      const name = createHmac("sha256", text).update('["talk","birch"]').digest("base64url").slice(0, 22);
      return body.conversationId === name;
    },
  },
};

/** What whoever has a kept key, or one of the environment, can make of it. */
function everySpelling(text: string): Tried[] {
  const labels = [
    "direct-line token",
    "console link",
    "sign-in under way",
    "kept of a provider",
    ...KeyKind.options,
  ];
  return [
    { text, key: Buffer.from(text) },
    { text: Buffer.from(text, "base64url").toString("latin1"), key: Buffer.from(text, "base64url") },
    ...labels.map((label) => ({ text: hmac(text, label).toString("base64url"), key: hmac(text, label) })),
  ];
}

async function leaked(kind: KeyKind | "host page"): Promise<string> {
  if (kind === "host page") return hostSecret;
  if (kind === "direct-line") return desk.keys.secrets(kind)[0] ?? "";
  const kept = (await desk.store.readState(["desk/keys"])).get("desk/keys")?.value;
  const { kinds } = kept as { kinds: Record<string, { key: string }[]> };
  return kinds[kind]?.[0]?.key ?? "";
}

describe.each([...KeyKind.options, "host page"] as const)("T48: the leaked key of %s", (kind) => {
  test.each(Object.keys(doors))("opens %s only where it is that door's own", async (name) => {
    const door = doors[name];
    const opened: boolean[] = [];
    const text = await leaked(kind);
    expect(text.length).toBeGreaterThanOrEqual(32);
    for (const tried of everySpelling(text)) opened.push((await door?.opens(tried)) ?? true);
    expect(opened.includes(true)).toBe(door?.kind === kind);
  });
});

test("T48: a Direct Line secret of the environment opens no other door, also on a desk of before once its links are over", async () => {
  let clock = Date.now();
  const upgraded = await openEchoDesk({ isOld: true, secret: older, now: () => clock });
  const read = (): Record<string, number> =>
    Object.fromEntries(KeyKind.options.map((kind) => [kind, upgraded.keys.of(kind).length]));
  expect(read()).toMatchObject({ "console-links": 2, conversations: 2, "host-users": 1 });
  clock += 31 * 24 * 3_600_000;
  expect(Object.values(read())).toEqual(KeyKind.options.map(() => 1));
  await upgraded.stop();
});
