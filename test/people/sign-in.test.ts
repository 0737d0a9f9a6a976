import { beforeAll, expect, test } from "vitest";
import { makeLockOut } from "../../src/people/lock-out.ts";
import { keepPassword } from "../../src/people/password.ts";
import { PeopleIndex } from "../../src/people/people-index.ts";
import type { Person } from "../../src/people/person.ts";
import { makeSignIn } from "../../src/people/sign-in.ts";

const password = "correct horse battery";
const strict = { free: 3, firstMs: 1000, mostMs: 60_000 };
const patient = { free: 1000, firstMs: 1000, mostMs: 60_000 };

let alder: Person;
beforeAll(async () => {
  const kept = await keepPassword(password);
  const since = "2026-03-01T12:00:00.000Z";
  const email = "alder@desk.example";
  alder = {
    id: "a1",
    email,
    name: "Alder",
    role: "agent",
    teams: [],
    since,
    password: kept,
    disabled: false,
    entra: null,
    oidc: null,
    totp: null,
  };
});

const open = (people: Person[], account = patient, address = patient) => {
  const index = new PeopleIndex({ people, invitations: [], links: [] });
  const directory = { read: async () => index, change: () => Promise.reject() };
  const locks = { account: makeLockOut(account, () => 0), address: makeLockOut(address, () => 0) };
  return makeSignIn(directory, locks, () => new Date());
};

test("an address that tries many accounts waits, and other addresses and this machine do not", async () => {
  const signIn = open([alder], patient, strict);
  for (const name of ["a", "b", "c"])
    expect(await signIn({ email: `${name}@desk.example`, password }, "203.0.113.7")).toEqual({
      refused: "wrong-sign-in",
    });
  const right = { email: "alder@desk.example", password };
  expect(await signIn(right, "203.0.113.7")).toEqual({ refused: "locked-out", retryAfter: 1 });
  expect(await signIn(right, "203.0.113.8")).toMatchObject({ id: "a1" });
  for (let count = 0; count < 5; count++) expect(await signIn(right, null)).toMatchObject({ id: "a1" });
});

test("an account is the same however its address is written", async () => {
  const signIn = open([alder], strict);
  for (const email of ["ALDER@desk.example", " alder@desk.example", "Alder@Desk.Example"])
    expect(await signIn({ email, password: "wrong" }, null)).toEqual({ refused: "wrong-sign-in" });
  expect(await signIn({ email: "alder@desk.example", password }, null)).toMatchObject({
    refused: "locked-out",
  });
});

test("more sign-ins at once than can be compared are told to come back", async () => {
  const signIn = open([alder]);
  const tries = await Promise.all(
    Array.from({ length: 7 }, (_, at) => signIn({ email: `${at}@desk.example`, password }, null)),
  );
  expect(tries.filter((one) => "refused" in one && one.refused === "too-fast")).toHaveLength(3);
  expect(await signIn({ email: "alder@desk.example", password }, null)).toMatchObject({ id: "a1" });
});

test("somebody who is disabled does not get in with the right password", async () => {
  const signIn = open([{ ...alder, disabled: true }]);
  expect(await signIn({ email: "alder@desk.example", password }, null)).toEqual({ refused: "wrong-sign-in" });
});
