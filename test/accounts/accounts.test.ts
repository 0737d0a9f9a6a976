import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Person } from "../../src/accounts/account.ts";
import { type Accounts, openAccounts } from "../../src/accounts/accounts.ts";
import { openDirectory } from "../../src/accounts/directory.ts";
import { makeLinks } from "../../src/accounts/entry-link.ts";
import { openSessions, type Sessions } from "../../src/accounts/sessions.ts";
import type { EmbeddedStore } from "../../src/store/embedded/embedded-store.ts";
import { openEmbeddedStore } from "../../src/store/embedded/open.ts";
import { fixedKeys } from "../fixed-keys.ts";

const password = "correct horse battery";
const DAY_MS = 24 * 3_600_000;
const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };

let folder: string;
let store: EmbeddedStore;
let accounts: Accounts;
let sessions: Sessions;
let time: number;
const now = () => new Date(time);
const open = async () => {
  store = await openEmbeddedStore(folder, { now, log: quiet });
  sessions = openSessions(store, now);
  const directory = openDirectory(store);
  accounts = openAccounts({
    directory,
    links: makeLinks(fixedKeys("secret"), now),
    sessions,
    common: [],
    now,
  });
};

beforeEach(async () => {
  time = Date.parse("2026-03-01T12:00:00.000Z");
  folder = await mkdtemp(path.join(tmpdir(), "exit-desk-people-"));
  await open();
});
afterEach(async () => {
  await store.close();
  await rm(folder, { recursive: true });
});

const owner = async (): Promise<Person> => {
  const token = (await accounts.ownerToken()) ?? "";
  const made = await accounts.takeOwner({ token, email: "oak@desk.example", name: "Oak", password });
  if ("refused" in made) throw new Error(made.refused);
  return made;
};
const invitation = async (by: Person, email: string, role: Person["role"] = "agent"): Promise<string> => {
  const token = await accounts.invite(by, { email, name: "New", role, teams: [] });
  if (typeof token !== "string") throw new Error(token.refused);
  return token;
};

test("of two who use the owner link at once one becomes the owner, and afterwards there is no link", async () => {
  const token = (await accounts.ownerToken()) ?? "";
  const tries = ["oak", "otto"].map((name) =>
    accounts.takeOwner({ token, email: `${name}@desk.example`, name, password }),
  );
  const results = await Promise.all(tries);
  expect(results.filter((made) => "role" in made && made.role === "owner")).toHaveLength(1);
  expect(results.filter((made) => "refused" in made && made.refused === "link-used")).toHaveLength(1);
  expect(await accounts.ownerToken()).toBe(null);
  expect((await accounts.people()).people).toHaveLength(1);
});

test("the owner link of an earlier start works until there is an owner, also after a restart", async () => {
  const token = (await accounts.ownerToken()) ?? "";
  await store.close();
  await open();
  const made = await accounts.takeOwner({ token, email: "oak@desk.example", name: "Oak", password });
  expect(made).toMatchObject({ role: "owner", email: "oak@desk.example" });
  await store.close();
  await open();
  expect((await accounts.people()).people.map(({ name }) => name)).toEqual(["Oak"]);
});

test("a forged link, one for something else and one that is a week old open nothing", async () => {
  const ownerToken = (await accounts.ownerToken()) ?? "";
  const forged = await makeLinks(fixedKeys("another secret"), now).sign(
    "owner",
    "first",
    new Date(time + DAY_MS),
  );
  const given = { email: "oak@desk.example", name: "Oak", password };
  expect(await accounts.takeOwner({ ...given, token: forged })).toEqual({ refused: "bad-link" });
  expect(await accounts.takeUp({ token: ownerToken, name: "Oak", password })).toEqual({
    refused: "bad-link",
  });
  time += 8 * DAY_MS;
  expect(await accounts.takeOwner({ ...given, token: ownerToken })).toEqual({ refused: "bad-link" });
});

test("an invitation is taken up once, also by two at once, with the role and the address it was made for", async () => {
  const token = await invitation(await owner(), "alder@desk.example", "supervisor");
  const results = await Promise.all(
    ["Alder", "Anabel"].map((name) => accounts.takeUp({ token, name, password })),
  );
  expect(results.filter((made) => "refused" in made)).toEqual([{ refused: "link-used" }]);
  const [alder] = (await accounts.people()).people.filter(({ email }) => email === "alder@desk.example");
  expect(alder).toMatchObject({ role: "supervisor", disabled: false });
  expect(await accounts.takeUp({ token, name: "Alder", password })).toEqual({ refused: "link-used" });
});

test("a second invitation of an address ends the first, and who has joined is not invited", async () => {
  const by = await owner();
  const first = await invitation(by, "alder@desk.example");
  const second = await invitation(by, "alder@desk.example");
  expect(await accounts.takeUp({ token: first, name: "Alder", password })).toEqual({ refused: "link-used" });
  await accounts.takeUp({ token: second, name: "Alder", password });
  expect(
    await accounts.invite(by, { email: "alder@desk.example", name: "Alder", role: "agent", teams: [] }),
  ).toEqual({
    refused: "account-exists",
  });
});

test("a supervisor invites agents and nobody else, an agent nobody", async () => {
  const by = await owner();
  const asked = (role: Person["role"]) => ({ email: `${role}@desk.example`, name: "New", role, teams: [] });
  const as = (role: Person["role"]) => ({ ...by, role });
  expect(typeof (await accounts.invite(as("supervisor"), asked("agent")))).toBe("string");
  for (const [role, invited] of [
    ["supervisor", "supervisor"],
    ["supervisor", "owner"],
    ["agent", "agent"],
  ] as const)
    expect(await accounts.invite(as(role), asked(invited))).toEqual({ refused: "not-allowed" });
});

test("a weak password is refused and leaves the link as it was", async () => {
  const token = await invitation(await owner(), "alder@desk.example");
  expect(await accounts.takeUp({ token, name: "Alder", password: "alder@desk.example" })).toEqual({
    refused: "weak-password",
  });
  expect(await accounts.takeUp({ token, name: "Alder", password })).toMatchObject({ name: "Alder" });
});

test("the last owner stays one, and keeps being able to sign in", async () => {
  const { id } = await owner();
  expect(await accounts.change(id, { role: "agent" })).toEqual({ refused: "last-owner" });
  expect(await accounts.change(id, { disabled: true })).toEqual({ refused: "last-owner" });
  expect(await accounts.change("nobody", { disabled: true })).toEqual({ refused: "unknown-agent" });
});

test("somebody who is disabled is signed out everywhere and is not known any more", async () => {
  const token = await invitation(await owner(), "alder@desk.example");
  const alder = await accounts.takeUp({ token, name: "Alder", password });
  if ("refused" in alder) throw new Error(alder.refused);
  const { token: session } = await sessions.start(alder.id, {
    by: "password",
    from: null,
    browser: "",
    provider: null,
  });
  await accounts.change(alder.id, { disabled: true });
  expect(await sessions.find(session)).toBe(null);
  expect(await accounts.person(alder.id)).toBe(undefined);
});

describe("a Microsoft account", () => {
  const entra = {
    tenant: "1b671a64-40d5-491e-99b0-da01ff1f3341",
    objectId: "6ec0bd7f-11c0-43da-975e-2a8ad9ebae0b",
  };
  const joined = async () => {
    const token = await invitation(await owner(), "alder@desk.example");
    const alder = await accounts.takeUp({ token, name: "Alder", password });
    if ("refused" in alder) throw new Error(alder.refused);
    return alder;
  };

  test("finds whom it is linked to, in whatever case its ids are written, and nobody in another tenant", async () => {
    const { id } = await joined();
    await accounts.change(id, { entra });
    const found = { tenant: entra.tenant.toUpperCase(), objectId: entra.objectId.toUpperCase() };
    expect(await accounts.personByEntra(found)).toMatchObject({ id });
    expect(await accounts.personByEntra({ ...entra, tenant: entra.objectId })).toBe(undefined);
    expect(await accounts.personByEntra({ ...entra, objectId: entra.tenant })).toBe(undefined);
  });

  test("is one person's alone, until it is unlinked", async () => {
    const alder = await joined();
    const oak = (await accounts.people()).people.find(({ role }) => role === "owner");
    await accounts.change(alder.id, { entra });
    expect(await accounts.change(oak?.id ?? "", { entra })).toEqual({ refused: "entra-linked" });
    expect(await accounts.change(alder.id, { entra })).toMatchObject({ entra });
    await accounts.change(alder.id, { entra: null });
    expect(await accounts.change(oak?.id ?? "", { entra })).toMatchObject({ entra });
  });

  test("of somebody who is disabled opens nothing", async () => {
    const { id } = await joined();
    await accounts.change(id, { entra });
    await accounts.change(id, { disabled: true });
    expect(await accounts.personByEntra(entra)).toBe(undefined);
  });
});
