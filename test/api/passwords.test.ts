import { afterAll, beforeAll, expect, test } from "vitest";
import { makeSignInLink } from "../../src/cli/commands/commands.ts";
import { openApi, password, type TestApi } from "./api-desk.ts";
import type { Browser } from "./browser.ts";

let api: TestApi;
let oak: Browser;
beforeAll(async () => {
  api = await openApi();
  oak = await api.join("Oak", "owner");
});
afterAll(() => api.stop());

const another = "seven green doors ajar";
const signIn = async (name: string, with_: string): Promise<number> =>
  (await api.browser().post("/session", { email: `${name}@desk.example`, password: with_ })).status;
const makeLink = async (email: string) => {
  const { passwords, audit } = api.desk;
  const { link } = await makeSignInLink({ passwords, base: api.url, audit }, [email]);
  return link.split("#sign-in=")[1];
};

test("who changes their password stays here, is out elsewhere, and signs in with the new one alone", async () => {
  const alder = await api.join("Alder", "agent");
  const elsewhere = api.browser();
  await elsewhere.post("/session", { email: "alder@desk.example", password });
  const wrong = await alder.post("/password", { current: "not the password", next: another });
  expect([wrong.status, wrong.body.code]).toEqual([401, "wrong-sign-in"]);
  const weak = await alder.post("/password", { current: password, next: "Password12345" });
  expect([weak.status, weak.body.code]).toEqual([400, "weak-password"]);
  expect((await alder.post("/password", { current: password, next: another })).status).toBe(204);
  expect([(await alder.look()).status, (await elsewhere.look()).status]).toEqual([200, 401]);
  expect([await signIn("alder", password), await signIn("alder", another)]).toEqual([401, 204]);
});

test("a sign-in link tells whose it is, works once and for an hour, and ends what was open", async () => {
  const token = await makeLink(" OAK@desk.example");
  expect((await api.browser().post("/link", { token })).body).toEqual({
    kind: "sign-in",
    name: "Oak",
    email: "oak@desk.example",
  });
  const back = api.browser();
  expect((await back.post("/sign-in", { token, password: "qwerty123456" })).body.code).toBe("weak-password");
  expect((await back.post("/sign-in", { token, password: another })).status).toBe(204);
  expect((await back.look()).body.agent.email).toBe("oak@desk.example");
  expect((await oak.look()).status).toBe(401);
  const again = await api.browser().post("/sign-in", { token, password: "another good phrase" });
  expect([again.status, again.body.code]).toEqual([410, "link-used"]);
  expect((await api.browser().post("/link", { token })).status).toBe(410);
  oak = back;
  const late = await makeLink("oak@desk.example");
  api.wait(3_601_000);
  expect((await api.browser().post("/link", { token: late })).body.code).toBe("bad-link");
  expect((await api.browser().post("/sign-in", { token: late, password })).body.code).toBe("bad-link");
  expect((await oak.post("/step-up", { password: another })).status).toBe(204);
});

test("nobody gets a link for an address without an account, or a forged one", async () => {
  await expect(makeLink("nobody@desk.example")).rejects.toThrow(/nobody@desk.example/);
  expect((await api.browser().post("/sign-in", { token: "forged", password: another })).body.code).toBe(
    "bad-link",
  );
});

test("an invitation tells name and address before it is taken up, and afterwards that it was used", async () => {
  const asked = { email: "clover@desk.example", name: "Clover", role: "agent", teams: [] };
  const token = (await oak.post("/agents", asked)).body.link.split("=")[1];
  const { body } = await api.browser().post("/link", { token });
  expect(body).toEqual({ kind: "invitation", name: "Clover", email: "clover@desk.example" });
  await api.browser().post("/account", { token, password, name: "Clover" });
  expect((await api.browser().post("/link", { token })).body.code).toBe("link-used");
});

test("an agent who is disabled is offline, and what they had waits at the head of the queue", async () => {
  const birch = await api.join("Birch", "agent");
  await api.openTicket(3001);
  await api.openTicket(3002);
  await birch.ask("PUT", "/presence", { presence: "available" });
  await birch.post("/tickets/3002/claim");
  await birch.post("/conversations/talk-3002/messages", { text: "one moment" });
  const { agent } = (await oak.ask("PATCH", `/agents/${birch.id}`, { disabled: true })).body;
  expect(agent).toMatchObject({ disabled: true, presence: "offline", load: 0 });
  expect((await birch.look()).status).toBe(401);
  const { tickets } = (await oak.get("/tickets?state=queued")).body;
  expect(tickets.map(({ number }: { number: number }) => number)).toEqual([3002, 3001]);
  const { activities } = (await oak.get("/conversations/talk-3002/activities")).body;
  expect(activities.at(-1).activity.channelData.desk.notice).toBe("lease-ended");
});

test("what is done about passwords stands in the log by ids, and no link does", () => {
  const events = api.logged.map((line) => JSON.parse(line).msg);
  expect(events).toEqual(
    expect.arrayContaining(["password changed", "sign-in link made", "signed in by link"]),
  );
  expect(api.logged.join()).not.toMatch(/@desk\.example|sign-in=|seven green/);
});
