import { afterAll, beforeAll, expect, test } from "vitest";
import { openApi, type TestApi } from "./api-desk.ts";
import type { Browser } from "./browser.ts";

let api: TestApi;
let oak: Browser;
let alder: Browser;
beforeAll(async () => {
  api = await openApi();
  oak = await api.join("Oak", "owner");
  alder = await api.join("Alder", "agent");
});
afterAll(() => api.stop());

const cut = { contact: { kind: "email" as const, address: "kim@example.photog" } };

test("a ticket tells that its address is in doubt, and no more once an agent has corrected it", async () => {
  await api.openTicket(1001, cut, ["kim@example.photography"]);
  expect((await alder.get("/tickets/1001")).body.suspectAddress).toBe("not-typed");
  const corrected = await alder.post("/tickets/1001/address", { address: " kim@example.photography " });
  expect(corrected).toMatchObject({
    status: 200,
    body: {
      ticket: { contact: { kind: "email", address: "kim@example.photography", checked: true }, revision: 2 },
    },
  });
  const { body } = await alder.get("/tickets/1001");
  expect(body.suspectAddress).toBeNull();
  expect(body.ticket.audit.at(-1)).toMatchObject({
    who: { kind: "agent", id: alder.id },
    what: "address-confirmed",
    about: { address: "corrected" },
  });
  const lines = (await oak.get("/audit")).body.lines;
  expect(lines).toContainEqual(
    expect.objectContaining({
      what: "ticket address confirmed",
      who: { kind: "agent", id: alder.id },
      about: { number: "1001" },
    }),
  );
  expect(JSON.stringify(lines)).not.toContain("kim@");
});

test("an address that the person typed whole is in no doubt", async () => {
  await api.openTicket(1002, { contact: { kind: "email", address: "kim@example.com" } }, ["kim@example.com"]);
  expect((await alder.get("/tickets/1002")).body.suspectAddress).toBeNull();
});

test.each([
  "kim@example..com",
  "kim",
  "kim@localhost",
  "kim@example.com, lee@example.org",
  "Kim <kim@example.com>",
])("%j is not taken", async (address) => {
  const number = 1100 + Math.floor(Math.random() * 800_000);
  await api.openTicket(number, cut, ["kim@example.photography"]);
  expect(await alder.post(`/tickets/${number}/address`, { address })).toMatchObject({
    status: 400,
    body: { code: "bad-address" },
  });
  expect((await alder.get(`/tickets/${number}`)).body.ticket.contact).toEqual(cut.contact);
});

test("who is not answered by e-mail has no address to confirm, and another's ticket is not one's to tend", async () => {
  await api.openTicket(1003, { contact: { kind: "here" } });
  expect(await alder.post("/tickets/1003/address", { address: "kim@example.com" })).toMatchObject({
    status: 409,
    body: { code: "no-address" },
  });
  await api.openTicket(1004, cut);
  await oak.post("/tickets/1004/claim");
  expect(await alder.post("/tickets/1004/address", { address: "kim@example.com" })).toMatchObject({
    status: 403,
    body: { code: "not-yours" },
  });
});

test.each([
  "kim.o'brien@example.co.uk",
  "käthe@example.com",
  "kim@müller.example",
  "kim@example.photography",
])("a colleague may have the address %s, and signs in with it in any spelling", async (email) => {
  const invited = await oak.post("/agents", { email, name: "New One", role: "agent", teams: [] });
  expect(invited.status).toBe(200);
  const token = /#account=(\S+)/.exec(invited.body.link)?.[1];
  const password = "seven green doors ajar";
  const fresh = api.browser();
  expect((await fresh.post("/account", { token, name: "New One", password })).status).toBe(204);
  const typed = email.toUpperCase().normalize("NFD");
  expect((await api.browser().post("/session", { email: typed, password })).status).toBe(204);
});

test.each([
  "kim@example..com",
  ".kim@example.com",
  "kim@example.com.",
  "kim@localhost",
  '"kim"@example.com',
  "kim @example.com",
])("nobody is invited as %j", async (email) => {
  const invited = await oak.post("/agents", { email, name: "New One", role: "agent", teams: [] });
  expect(invited).toMatchObject({ status: 400, body: { code: "bad-request" } });
});
