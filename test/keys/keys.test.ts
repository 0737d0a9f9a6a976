import { createHmac } from "node:crypto";
import { SignJWT } from "jose";
import { afterEach, describe, expect, test } from "vitest";
import { makeLinks } from "../../src/accounts/entry-link.ts";
import { openKnownDevices } from "../../src/accounts/login-throttle.ts";
import { makeFlowSeal } from "../../src/accounts/oidc/flow.ts";
import { makeTokens } from "../../src/directline/token.ts";
import { KeyKind, overlaps } from "../../src/keys/key-kinds.ts";
import { KeysError } from "../../src/keys/key-set.ts";
import type { KeyParts, Keys } from "../../src/keys/keys.ts";
import type { Store } from "../../src/store/store.ts";
import { bothStores, type Stores } from "../api/both-stores.ts";
import { start } from "../store/material.ts";
import { keysOn as opened } from "./keys-on.ts";

const within = { timeout: 10_000 };
const DAY_MS = 24 * 3_600_000;
const secret = "a secret by which keys are encrypted";
const leaked = "the direct line secret of before";
let clock = Date.parse("2026-11-01T12:00:00Z");
const now = (): Date => new Date(clock);
const close: (() => Promise<void> | void)[] = [];

afterEach(async () => {
  for (const one of close.splice(0).reverse()) await one();
});

async function keysOn(store: Store, more: Partial<KeyParts> = {}): ReturnType<typeof opened> {
  const keys = await opened(store, { now, ...more });
  close.push(keys.close);
  return keys;
}
const bytes = (keys: Keys, kind: KeyKind): string[] => keys.of(kind).map((key) => key.bytes.toString("hex"));

describe.each(bothStores)("on %s", (_, open) => {
  async function stores(): Promise<Stores> {
    const both = await open();
    close.push(async () => {
      await both.here.close();
      if (both.there !== both.here) await both.there.close();
      await both.remove();
    });
    return both;
  }
  const kept = async (store: Store): Promise<string> =>
    JSON.stringify((await store.readState(["desk/keys"])).get("desk/keys")?.value);

  test("T48: each kind has a key of its own, which all processes share and a restart keeps", async () => {
    const { here, there } = await stores();
    const [one, two] = await Promise.all([keysOn(here), keysOn(there)]);
    const all = KeyKind.options.flatMap((kind) => bytes(one, kind));
    expect(new Set(all).size).toBe(KeyKind.options.length);
    for (const kind of KeyKind.options) expect(bytes(two, kind)).toEqual(bytes(one, kind));
    expect(one.secrets("direct-line")).toEqual(two.secrets("direct-line"));
  });

  test.each(KeyKind.options)(
    "T48: %s is rotated with an overlap, in every process, and nothing else is",
    async (kind) => {
      const began = clock;
      const { here, there } = await stores();
      const [one, two] = [await keysOn(here), await keysOn(there)];
      const before = Object.fromEntries(KeyKind.options.map((each) => [each, bytes(one, each)]));
      await one.rotate(kind, false);
      clock += 1;
      const [fresh, ...older] = bytes(one, kind);
      expect(before[kind]).not.toContain(fresh);
      expect(older).toEqual(overlaps[kind] > 0 ? before[kind] : []);
      await expect.poll(() => bytes(two, kind), within).toEqual(bytes(one, kind));
      for (const other of KeyKind.options)
        if (other !== kind) expect(bytes(two, other)).toEqual(before[other]);
      clock += overlaps[kind] + 2000;
      expect(bytes(one, kind)).toEqual([fresh]);
      await one.rotate(kind, true);
      expect(bytes(one, kind)).toHaveLength(1);
      expect(bytes(one, kind)).not.toEqual([fresh]);
      clock = began;
    },
  );

  test("with KEYS_SECRET they are encrypted, also those that were not, and without it the desk does not start", async () => {
    const { here, there } = await stores();
    await here.writeState([{ key: "desk/host-users-secret", value: { secret: leaked }, eTag: null }]);
    const plain = await keysOn(here);
    expect(plain.secrets("host-users")).toEqual([leaked]);
    expect(await kept(here)).toContain(leaked);
    const sealed = await keysOn(there, { keysSecrets: [secret] });
    for (const kind of KeyKind.options) expect(bytes(sealed, kind)).toEqual(bytes(plain, kind));
    for (const planted of [leaked, ...sealed.secrets("direct-line")])
      expect(await kept(here)).not.toContain(planted);
    expect((await here.readState(["desk/host-users-secret"])).size).toBe(0);
    await expect(keysOn(here)).rejects.toThrow(/^KEYS_SECRET: got nothing/);
    await expect(keysOn(here, { keysSecrets: [`${secret}!`] })).rejects.toThrow(KeysError);
    await sealed.rotate("conversations", false);
    expect(await kept(here)).not.toContain(leaked);
  });

  test("KEYS_SECRET is changed: with the one before as KEYS_SECRET_OLD the keys are encrypted anew", async () => {
    const { here, there } = await stores();
    const before = await keysOn(here, { keysSecrets: [secret] });
    const fresh = `another ${secret}`;
    await expect(keysOn(there, { keysSecrets: [fresh] })).rejects.toThrow(/KEYS_SECRET_OLD$/);
    const between = await keysOn(there, { keysSecrets: [fresh, secret] });
    const after = await keysOn(there, { keysSecrets: [fresh] });
    for (const kind of KeyKind.options) {
      expect(bytes(between, kind)).toEqual(bytes(before, kind));
      expect(bytes(after, kind)).toEqual(bytes(before, kind));
    }
    await expect(keysOn(here, { keysSecrets: [secret] })).rejects.toThrow(KeysError);
  });

  test("browsers that were known before keys were apart stay so, until that key is void", async () => {
    const { here, there } = await stores();
    const key = Buffer.alloc(32, "k");
    const before = { key: key.toString("base64url"), since: now().toISOString() };
    await here.writeState([{ key: "desk/device-key", value: before, eTag: null }]);
    const said = `a1.${"d".repeat(22)}.${(clock + 390 * DAY_MS).toString(36)}`;
    const cookie = `${said}.${createHmac("sha256", key).update(said).digest("base64url")}`;
    const [one, two] = [await keysOn(here), await keysOn(there)];
    expect(openKnownDevices(two, now).read(cookie)).toEqual([{ agent: "a1", id: "d".repeat(22) }]);
    expect(two.told).toEqual(["signed before keys were separate"]);
    const renewed = openKnownDevices(two, now).renew(cookie, "a1");
    await one.rotate("device-cookies", false);
    await expect.poll(() => openKnownDevices(two, now).read(renewed), within).toHaveLength(1);
    await one.rotate("device-cookies", true);
    await expect.poll(() => openKnownDevices(two, now).read(cookie), within).toEqual([]);
    expect(openKnownDevices(two, now).read(renewed)).toEqual([]);
  });

  test("T48: the Direct Line secret opens tokens and nothing else", async () => {
    const { here } = await stores();
    const keys = await keysOn(here, { configured: [leaked] });
    expect(keys.secrets("direct-line")).toEqual([leaked]);
    const millis = () => clock;
    for (const label of ["direct-line token", "console link", "sign-in under way"]) {
      const key = createHmac("sha256", leaked).update(label).digest();
      const sign = (audience: string, claims: object) =>
        new SignJWT({ user: "dl_x", conversation: "talk", ...claims })
          .setProtectedHeader({ alg: "HS256" })
          .setIssuer("exit-desk")
          .setAudience(audience)
          .setExpirationTime(new Date(clock + 60_000))
          .sign(key);
      const tokens = makeTokens(keys, millis);
      expect(await tokens.read(await sign("talk", {}))).toBe(null);
      expect(await tokens.readLink(await sign("link", {}))).toBe(null);
      for (const kind of ["owner", "invitation", "sign-in"] as const)
        expect(await makeLinks(keys, now).read(kind, await sign(kind, { jti: "first" }))).toBe(null);
    }
    await expect(keys.rotate("direct-line", false)).rejects.toThrow(/^DIRECT_LINE_SECRET: is set/);
  });

  test("what was signed before goes on for its time, and is told in the log", async () => {
    const began = clock;
    const { here } = await stores();
    await here.openConversation(start("talk"));
    const keys = await keysOn(here, { configured: [leaked] });
    const sign = (label: string, audience: string, days: number) =>
      new SignJWT({ user: "dl_x", conversation: "talk", jti: "id" })
        .setProtectedHeader({ alg: "HS256" })
        .setIssuer("exit-desk")
        .setAudience(audience)
        .setExpirationTime(new Date(began + days * DAY_MS))
        .sign(createHmac("sha256", leaked).update(label).digest());
    const tokens = makeTokens(keys, () => clock);
    const links = makeLinks(keys, now);
    const [conversation, link, invitation] = [
      await sign("direct-line token", "talk", 0.01),
      await sign("direct-line token", "link", 30),
      await sign("console link", "invitation", 365),
    ];
    expect(await tokens.read(conversation)).toMatchObject({ conversation: "talk" });
    expect(await tokens.readLink(link)).toMatchObject({ conversation: "talk" });
    expect(await links.read("invitation", invitation)).toBe("id");
    expect(keys.told).toEqual(Array.from({ length: 3 }, () => "signed before keys were separate"));
    clock = began + 8 * DAY_MS;
    expect(await links.read("invitation", invitation)).toBe(null);
    clock = began + 29 * DAY_MS;
    expect(await tokens.readStale(conversation)).toMatchObject({ conversation: "talk" });
    expect(await tokens.readLink(link)).toMatchObject({ conversation: "talk" });
    clock = began + 31 * DAY_MS;
    expect(await tokens.readStale(conversation)).toBe(null);
    clock = began;
  });

  test("T48: what was signed before is void with its kind's key, and with the Direct Line secret it came from", async () => {
    const { here } = await stores();
    await here.openConversation(start("talk"));
    const keys = await keysOn(here, { configured: [leaked] });
    const counts = () => Object.fromEntries(KeyKind.options.map((kind) => [kind, keys.of(kind).length]));
    const two = { conversations: 2, "mail-links": 2, "console-links": 2, "sign-in-flow": 2 };
    expect(counts()).toMatchObject({ ...two, "provider-tokens": 2, "host-users": 1, "agent-ids": 1 });
    const changed = await keysOn(here, { configured: ["the direct line secret since then"] });
    for (const kind of KeyKind.options) expect(changed.of(kind)).toHaveLength(1);
    await keys.rotate("console-links", true);
    expect(counts()).toMatchObject({ ...two, "console-links": 1 });
  });

  test("a sign-in under way outlives a rotation, and not one that is at once", async () => {
    const { here } = await stores();
    const keys = await keysOn(here);
    const seal = makeFlowSeal(keys, now);
    const flow = { purpose: "sign-in", session: null, state: "s", nonce: "n", verifier: "v" } as const;
    const sealed = await seal.seal(flow);
    await keys.rotate("sign-in-flow", false);
    expect(await seal.open(sealed)).toEqual(flow);
    await keys.rotate("sign-in-flow", true);
    expect(await seal.open(sealed)).toBe(null);
  });
});
