import { afterAll, beforeAll, expect, test } from "vitest";
import { openApi, type TestApi } from "./api-desk.ts";
import type { Browser } from "./browser.ts";

const entra = {
  tenant: "1b671a64-40d5-491e-99b0-da01ff1f3341",
  objectId: "6ec0bd7f-11c0-43da-975e-2a8ad9ebae0b",
};

let api: TestApi;
let oak: Browser;
let alder: Browser;
beforeAll(async () => {
  api = await openApi();
  oak = await api.join("Oak", "owner");
  alder = await api.join("Alder", "agent");
});
afterAll(() => api.stop());

test("an owner links a colleague and themselves to Microsoft accounts, each to one of their own", async () => {
  const linked = await oak.ask("PATCH", `/agents/${alder.id}`, { entra });
  expect(linked.body.agent).toMatchObject({ id: alder.id, entra });
  const again = await oak.ask("PATCH", `/agents/${oak.id}`, { entra });
  expect(again.status).toBe(409);
  expect(again.body.code).toBe("entra-linked");
  const own = await oak.ask("PATCH", `/agents/${oak.id}`, { entra: { ...entra, objectId: entra.tenant } });
  expect(own.status).toBe(200);
});

test.each([
  [{ tenant: entra.tenant }],
  [{ ...entra, objectId: "alder@desk.example" }],
  [{ ...entra, name: "Alder" }],
])("%j is no Microsoft account", async (wrong) => {
  expect((await oak.ask("PATCH", `/agents/${alder.id}`, { entra: wrong })).status).toBe(400);
});

test("agents are not shown the Microsoft accounts of others", async () => {
  const seen = await alder.get("/agents");
  expect(JSON.stringify(seen.body)).not.toContain(entra.tenant);
  expect(JSON.stringify((await oak.get("/agents")).body)).toContain(entra.tenant);
});

test("who linked whom stands in the audit log, by ids alone", async () => {
  const { lines } = (await oak.get("/audit?limit=50")).body;
  expect(lines).toContainEqual(
    expect.objectContaining({
      who: { kind: "agent", id: oak.id },
      what: "agent changed",
      about: { agent: alder.id, entra: `${entra.tenant}/${entra.objectId}` },
    }),
  );
});
