import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { AccountDocument } from "../../src/accounts/account.ts";
import { type Directory, openDirectory } from "../../src/accounts/directory.ts";
import { openEmbeddedStore } from "../../src/store/embedded/open.ts";
import type { Store } from "../../src/store/store.ts";
import { type CountedStore, countReads } from "./counted-store.ts";
import { crowd, entraTenant, objectIdOf, person } from "./material.ts";

const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };

let folder: string;
let store: Store;
let counted: CountedStore;
let here: Directory;
/** what another process sees and does */
let there: Directory;

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "exit-desk-directory-"));
  store = await openEmbeddedStore(folder, { now: () => new Date(), log: quiet });
  counted = countReads(store);
  here = openDirectory(counted.store);
  there = openDirectory(store);
  await there.change(() => ({ people: crowd(2000), invitations: [], links: [] }));
});
afterEach(async () => {
  await store.close();
  await rm(folder, { recursive: true });
});

const disable =
  (id: string) =>
  (all: AccountDocument): AccountDocument => ({
    ...all,
    people: all.people.map((one) => (one.id === id ? { ...one, disabled: true } : one)),
  });

test("2,000 people are read once, however often somebody is looked up", async () => {
  for (let look = 0; look < 100; look += 1) await here.read();
  await Promise.all(Array.from({ length: 50 }, () => here.read()));
  expect([counted.accountsRead(), counted.staffLooks()]).toEqual([2000, 150]);
});

test("somebody is looked up alone, and nobody else is read", async () => {
  expect((await here.person("a1234"))?.email).toBe("a1234@desk.example");
  await there.change(disable("a1234"));
  expect((await here.person("a1234"))?.disabled).toBe(true);
  expect(await here.person("nobody")).toBe(undefined);
  expect([counted.accountsRead(), counted.staffLooks()]).toEqual([0, 0]);
});

test("somebody is found by id, address, and their accounts at Microsoft and a provider", async () => {
  const people = await here.read();
  const found = [
    people.byId("a1234"),
    people.active("a1234"),
    people.byEmail("a1234@desk.example"),
    people.byEntra({ tenant: entraTenant.toUpperCase(), objectId: objectIdOf(1234).toUpperCase() }),
    people.byOidc({ issuer: "https://id.example", subject: "s1234" }),
  ];
  expect(found.map((one) => one?.id)).toEqual(Array(5).fill("a1234"));
  expect(people.byId("a2000")).toBe(undefined);
  expect(people.byOidc({ issuer: "https://other.example", subject: "s1234" })).toBe(undefined);
});

test("what is changed elsewhere is in force at the next look, which reads that alone", async () => {
  expect((await here.read()).active("a7")?.id).toBe("a7");
  await there.change(disable("a7"));
  expect((await here.read()).active("a7")).toBe(undefined);
  expect((await here.read()).byId("a7")?.disabled).toBe(true);
  expect(counted.accountsRead()).toBe(2001);
  await there.change((all) => ({ ...all, people: [person("only")] }));
  expect((await here.read()).people.map(({ id }) => id)).toEqual(["only"]);
  expect(counted.accountsRead()).toBe(2002);
});

test("what is changed here is in force at once, as it was stored, and is not read again", async () => {
  await here.read();
  const changed = await here.change(disable("a7"));
  expect("active" in changed && changed.active("a7")).toBe(undefined);
  expect((await here.read()).active("a7")).toBe(undefined);
  expect(counted.accountsRead()).toBe(2000);
  expect(JSON.parse(JSON.stringify(await here.read()))).toEqual(
    JSON.parse(JSON.stringify(await openDirectory(store).read())),
  );
});

test("of changes at once, here and elsewhere, none is lost", async () => {
  const add = (id: string) => (all: AccountDocument) => ({ ...all, people: [...all.people, person(id)] });
  await Promise.all(
    Array.from({ length: 20 }, (_, at) => (at % 2 === 0 ? here : there).change(add(`new${at}`))),
  );
  for (const directory of [here, there]) {
    const people = await directory.read();
    expect(people.people).toHaveLength(2020);
    expect(Array.from({ length: 20 }, (_, at) => people.byId(`new${at}`)?.id)).not.toContain(undefined);
  }
});

test("who looks after a change never sees what was before it, whatever reads are under way", async () => {
  const late: (() => void)[] = [];
  const slow = openDirectory({
    ...store,
    staff: async (revision) => {
      const found = await store.staff(revision);
      await new Promise<void>((resolve) => late.push(resolve));
      return found;
    },
  });
  const before = slow.read();
  await expect.poll(() => late.length).toBe(1);
  await there.change(disable("a7"));
  const after = slow.read();
  await expect.poll(() => late.length).toBe(2);
  for (const go of late.splice(0).reverse()) go();
  expect((await after).active("a7")).toBe(undefined);
  await before;
  const again = slow.read();
  await Promise.race([again, expect.poll(() => late.length).toBeGreaterThan(0)]);
  for (const go of late) go();
  expect((await again).active("a7")).toBe(undefined);
});

test("people, invitations and links are in the order in which they came, whatever has changed since", async () => {
  const since = "2026-03-01T12:00:00.000Z";
  const link = (id: string) => ({ id, kind: "owner", agent: null, madeAt: since, until: since }) as const;
  const invitation = (id: string) => {
    const { email, name, role, teams } = person(id);
    return { id, email, name, role, teams, by: "a1", madeAt: since, until: since };
  };
  await there.change((all) => ({
    people: [...all.people, person("z"), person("b")],
    invitations: ["z", "b"].map(invitation),
    links: ["y", "a"].map(link),
  }));
  await there.change(disable("z"));
  await there.change((all) => ({ ...all, links: [...all.links.slice(1), link("0")] }));
  for (const directory of [here, openDirectory(store)]) {
    const { people, invitations, links } = await directory.read();
    expect(people.slice(1999).map(({ id }) => id)).toEqual(["a1999", "z", "b"]);
    expect(invitations.map(({ id }) => id)).toEqual(["z", "b"]);
    expect(links.map(({ id }) => id)).toEqual(["a", "0"]);
  }
});
