import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { openProvider, type TestProvider } from "../../accounts/oidc/open-provider.ts";
import { formOn, Wanderer } from "../../accounts/oidc/wanderer.ts";
import { openApi, type TestApi } from "../../api/api-desk.ts";
import { Browser } from "../../api/browser.ts";

const hour = 3_600_000;
const sleepless = { idleHours: 168 };
const groups = { "desk-owners": "owner", "desk-agents": "agent" } as const;

/** A desk that signs in by a provider of its own, and what is done there. */
async function openPair(rules: object): Promise<{ provider: TestProvider; api: TestApi }> {
  const provider = await openProvider();
  const api = await openApi({ oidc: provider.settings, rules: { ...sleepless, ...rules } });
  provider.serve(api.url);
  return { provider, api };
}

/** Signs in at the provider; gives what works with the session. */
async function come({ api }: { api: TestApi }, login: string): Promise<Browser> {
  const wanderer = new Wanderer();
  const { action, fields } = formOn(await wanderer.visit(`${api.url}/console/sign-in`));
  await wanderer.visit(action, /\/console\/#/, { ...fields, login, password: "any" });
  const worker = new Browser(api.url);
  worker.cookie = wanderer.cookiesOf(new URL(api.url).host);
  await worker.look();
  return worker;
}

const status = async (browser: Browser): Promise<number> => (await browser.look()).status;
const role = async (browser: Browser): Promise<string> => (await browser.look()).body.agent.role;

describe("where groups give roles, the provider is asked again after a day", () => {
  let pair: { provider: TestProvider; api: TestApi };
  const ask = () => pair.api.desk.provider?.askAgain();
  beforeAll(async () => {
    pair = await openPair({ groups });
    await pair.api.join("Oak", "owner");
  });
  afterAll(async () => {
    await pair.api.stop();
    await pair.provider.stop();
  });
  beforeEach(() => {
    for (const name of ["clover", "birch"])
      pair.provider.accounts.set(name, { email: `${name}@desk.example`, groups: ["desk-owners"] });
  });

  test("and not before; who has other groups by then has another role", async () => {
    const clover = await come(pair, "clover");
    pair.provider.accounts.set("clover", { email: "clover@desk.example", groups: ["desk-agents"] });
    pair.api.wait(23 * hour);
    expect(await ask()).toEqual({ asked: 0, ended: 0, unanswered: 0 });
    expect(await role(clover)).toBe("owner");
    pair.api.wait(hour);
    expect(await ask()).toEqual({ asked: 1, ended: 0, unanswered: 0 });
    expect(await role(clover)).toBe("agent");
    const [line] = await pair.api.desk.auditLog.newest({ limit: 1 });
    expect(line).toMatchObject({
      who: { kind: "desk" },
      what: "agent changed",
      about: { agent: clover.id, role: "agent" },
    });
    expect(await ask()).toMatchObject({ asked: 0 });
    for (let day = 0; day < 3; day++) {
      pair.api.wait(24 * hour);
      expect(await ask()).toEqual({ asked: 1, ended: 0, unanswered: 0 });
    }
    await clover.post("/sign-out");
  });

  test("T44: who is in no group any more is signed out everywhere, and nobody else", async () => {
    const [clover, again, birch] = [
      await come(pair, "clover"),
      await come(pair, "clover"),
      await come(pair, "birch"),
    ];
    const { id: agent } = clover;
    pair.provider.accounts.set("clover", { email: "clover@desk.example", groups: [] });
    pair.api.wait(24 * hour);
    expect(await ask()).toEqual({ asked: 2, ended: 1, unanswered: 0 });
    expect(await Promise.all([clover, again, birch].map(status))).toEqual([401, 401, 200]);
    const lines = await pair.api.desk.auditLog.newest({ limit: 2 });
    for (const line of lines)
      expect(line).toMatchObject({
        who: { kind: "desk" },
        what: "session ended",
        about: { agent, because: "provider" },
      });
    await birch.post("/sign-out");
  });

  test("T44: to whom the provider says no is signed out, as who is not there any more", async () => {
    for (const gone of [
      (name: string) => pair.provider.revoke(name),
      async (name: string) => void pair.provider.accounts.delete(name),
    ]) {
      const birch = await come(pair, "birch");
      await gone("birch");
      pair.api.wait(24 * hour);
      expect(await ask()).toMatchObject({ ended: 1 });
      expect(await status(birch)).toBe(401);
      pair.provider.accounts.set("birch", { email: "birch@desk.example", groups: ["desk-owners"] });
    }
  });

  test("while it does not answer nobody is signed out, and it is asked again in an hour", async () => {
    const birch = await come(pair, "birch");
    pair.api.wait(24 * hour);
    pair.provider.breakDown(true);
    expect(await ask()).toEqual({ asked: 1, ended: 0, unanswered: 1 });
    expect(await ask()).toMatchObject({ asked: 0 });
    expect(await status(birch)).toBe(200);
    pair.provider.breakDown(false);
    pair.api.wait(hour);
    expect(await ask()).toEqual({ asked: 1, ended: 0, unanswered: 0 });
    expect(await status(birch)).toBe(200);
  });

  test("of several looks at once one asks, and what it asks with is sealed in the store", async () => {
    const birch = await come(pair, "birch");
    const [session] = await pair.api.desk.sessions.list(birch.id);
    const sealed = session?.provider?.refresh ?? "";
    expect(sealed.split(".")).toHaveLength(5);
    expect(await pair.api.desk.provider?.seal.open(sealed)).toMatch(/^[\w-]{20,}$/);
    pair.api.wait(24 * hour);
    const looks = await Promise.all([ask(), ask(), ask()]);
    const asked = looks.reduce((sum, look) => sum + (look?.asked ?? 0), 0);
    expect(asked).toBe((await pair.api.desk.sessions.list(birch.id)).length);
    expect(JSON.stringify((await birch.get("/sessions")).body)).not.toContain(sealed);
  });
});

test("T44: without groups, too, a session ends when the provider says no", async () => {
  const pair = await openPair({});
  const oak = await pair.api.join("Oak", "owner");
  pair.provider.accounts.set("oak", { email: "oak@desk.example", email_verified: true });
  const here = await come(pair, "oak");
  expect(here.id).toBe(oak.id);
  pair.api.wait(24 * hour);
  expect(await pair.api.desk.provider?.askAgain()).toEqual({ asked: 1, ended: 0, unanswered: 0 });
  await pair.provider.revoke("oak");
  pair.api.wait(24 * hour);
  expect(await pair.api.desk.provider?.askAgain()).toMatchObject({ ended: 1 });
  expect([await status(here), await status(oak)]).toEqual([401, 200]);
  await pair.api.stop();
  await pair.provider.stop();
});
