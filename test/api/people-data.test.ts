import { afterAll, beforeAll, expect, test } from "vitest";
import { openApi, type TestApi } from "./api-desk.ts";
import type { Answer, Browser } from "./browser.ts";

let api: TestApi;
let oak: Browser;
beforeAll(async () => {
  api = await openApi();
  oak = await api.join("Oak", "owner");
  const contact = { kind: "email", address: "person@example.com" } as const;
  await api.openTicket(1001, { userId: "dl_one", contact }, ["a planted story"]);
  await api.openTicket(1002, { userId: "dl_two" }, ["somebody else's story"]);
});
afterAll(() => api.stop());

const wish = (what: string, person: string): Promise<Answer> => oak.post(`/people/${what}`, { person });
const newest = async () => (await api.desk.auditLog.newest({ limit: 1 }))[0];

test.each(["xd-1001", "talk-1001", "Person@example.com"])("a person is found by %s", async (person) => {
  const { talks: conversations } = (await wish("find", person)).body;
  expect(conversations).toEqual([
    expect.objectContaining({ id: "talk-1001", entries: 1, tickets: ["XD-1001"], held: false }),
  ]);
});

test("an owner hands out everything of a person and nothing of others, which leaves a line without a word of it", async () => {
  const { talks: conversations, exported } = (await wish("export", "XD-1001")).body;
  expect(exported).toMatchObject({ talks: 1, said: 1, tickets: 1 });
  expect(JSON.stringify(conversations)).toContain("a planted story");
  expect(JSON.stringify(conversations)).not.toContain("somebody else");
  expect(await newest()).toMatchObject({
    who: { kind: "agent", id: oak.id },
    from: expect.stringMatching(/127\.0\.0\.1$/),
    what: "person exported",
    about: { talks: "talk-1001" },
  });
});

test("what is held is not erased until it is released; then it is gone under a receipt number", async () => {
  expect((await wish("hold", "XD-1001")).body).toEqual({ talks: 1, changed: 1 });
  expect((await wish("find", "XD-1001")).body.talks[0].held).toBe(true);
  expect((await wish("erase", "XD-1001")).body.erased).toMatchObject({ talks: 0, held: 1 });
  expect(await newest()).toMatchObject({ what: "erasure refused", who: { id: oak.id } });
  expect((await wish("release", "XD-1001")).body).toEqual({ talks: 1, changed: 1 });
  const { receipt, erased } = (await wish("erase", "XD-1001")).body;
  expect(receipt).toMatch(/^ER-[2-9A-Z]{8}$/);
  expect(erased).toMatchObject({ talks: 1, entries: 1, tickets: 1, held: 0 });
  expect(await newest()).toMatchObject({
    what: "person erased",
    from: expect.stringMatching(/127\.0\.0\.1$/),
    about: { receipt, conversation: "talk-1001" },
  });
  expect(api.gone).toEqual(["talk-1001"]);
  expect(await api.store.conversation("talk-1001")).toBe("erased");
  expect((await wish("find", "talk-1001")).body.code).toBe("no-person");
  expect((await wish("find", "XD-1002")).status).toBe(200);
});

test("T44, T57: who signed in a while ago finds nobody, takes nothing out and erases nothing", async () => {
  api.wait(11 * 60_000);
  for (const what of ["find", "export", "erase", "hold", "release"])
    expect((await wish(what, "XD-1002")).body.code).toBe("step-up");
  expect(await api.store.conversation("talk-1002")).toMatchObject({ id: "talk-1002" });
});
