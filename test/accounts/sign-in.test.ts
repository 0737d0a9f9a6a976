import { beforeAll, expect, test } from "vitest";
import type { Person } from "../../src/accounts/account.ts";
import { PeopleIndex } from "../../src/accounts/directory.ts";
import { makeLoginThrottle } from "../../src/accounts/login-throttle.ts";
import { makePasswordChecks } from "../../src/accounts/password-check-queue.ts";
import { hashPassword } from "../../src/accounts/passwords.ts";
import { type LoginAttempt, makeSignIn } from "../../src/accounts/sign-in.ts";

const password = "correct horse battery";
const strict = { free: 3, firstMs: 1000, mostMs: 60_000 };
const patient = { free: 1000, firstMs: 1000, mostMs: 60_000 };

let alder: Person;
beforeAll(async () => {
  const kept = await hashPassword(password);
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

const open = (people: Person[], account = patient, network = patient, inNetwork = account) => {
  const index = new PeopleIndex({ people, invitations: [], links: [] });
  const directory = {
    read: async () => index,
    person: async (id: string) => index.byId(id),
    personIn: () => {
      throw new Error("nobody is signed in");
    },
    change: () => Promise.reject(),
    watch: () => () => undefined,
  };
  const locks = {
    known: makeLoginThrottle(strict, () => 0),
    inNetwork: makeLoginThrottle(inNetwork, () => 0),
    account: makeLoginThrottle(account, () => 0),
    network: makeLoginThrottle(network, () => 0),
  };
  return makeSignIn(directory, { locks, comparisons: makePasswordChecks() }, () => new Date());
};

const here: LoginAttempt = { from: null, devices: [], session: null };
const from = (network: string): LoginAttempt => ({ ...here, from: { network, wide: "203.0.0.0/16" } });
const right = { email: "alder@desk.example", password };
const wrong = { ...right, password: "wrong" };

test("an address that tries many accounts waits, and other addresses and this machine do not", async () => {
  const signIn = open([alder], patient, strict);
  for (const name of ["a", "b", "c"])
    expect(await signIn({ email: `${name}@desk.example`, password }, from("203.0.113.7"))).toEqual({
      refused: "wrong-sign-in",
    });
  expect(await signIn(right, from("203.0.113.7"))).toEqual({ refused: "locked-out", retryAfter: 1 });
  expect(await signIn(right, from("203.0.113.8"))).toMatchObject({ id: "a1" });
  for (let count = 0; count < 5; count++) expect(await signIn(right, here)).toMatchObject({ id: "a1" });
});

test("an account is the same however its address is written", async () => {
  const signIn = open([alder], strict);
  for (const email of ["ALDER@desk.example", " alder@desk.example", "Alder@Desk.Example"])
    expect(await signIn({ email, password: "wrong" }, here)).toEqual({ refused: "wrong-sign-in" });
  expect(await signIn(right, here)).toMatchObject({ refused: "locked-out" });
});

test("one network's wrong guesses lock its strangers alone, those of many networks all strangers", async () => {
  const signIn = open([alder], { ...strict, free: 5 }, patient, strict);
  for (let count = 0; count < 3; count++) await signIn(wrong, from("203.0.113.7"));
  expect(await signIn(right, from("203.0.113.7"))).toMatchObject({ refused: "locked-out" });
  for (let count = 0; count < 2; count++) await signIn(wrong, from("203.0.113.8"));
  expect(await signIn(right, from("203.0.113.9"))).toMatchObject({ refused: "locked-out" });
});

test("T51: a known browser and whoever is signed in are counted by themselves, and locked by nobody else", async () => {
  const signIn = open([alder], strict);
  for (let count = 0; count < 4; count++) await signIn(wrong, from("203.0.113.7"));
  const device: LoginAttempt = { ...from("203.0.113.7"), devices: [{ agent: "a1", id: "one" }] };
  const other: LoginAttempt = { ...device, devices: [{ agent: "a1", id: "two" }] };
  const session: LoginAttempt = { ...from("203.0.113.7"), session: { agent: "a1", key: "k" } };
  for (const trier of [device, session]) expect(await signIn(right, trier)).toMatchObject({ id: "a1" });
  for (let count = 0; count < 3; count++)
    expect(await signIn(wrong, device)).toEqual({ refused: "wrong-sign-in" });
  expect(await signIn(right, device)).toMatchObject({ refused: "locked-out" });
  for (const trier of [other, session]) expect(await signIn(right, trier)).toMatchObject({ id: "a1" });
});

test("T51: a browser that is known for one account is a stranger to every other, and so is a session", async () => {
  const signIn = open([alder], strict);
  for (let count = 0; count < 4; count++) await signIn(wrong, from("203.0.113.7"));
  const devices = [{ agent: "a2", id: "one" }];
  expect(await signIn(right, { ...here, devices })).toMatchObject({ refused: "locked-out" });
  expect(await signIn(right, { ...here, session: { agent: "a2", key: "k" } })).toMatchObject({
    refused: "locked-out",
  });
});

test("somebody who is disabled does not get in with the right password", async () => {
  const signIn = open([{ ...alder, disabled: true }]);
  expect(await signIn({ email: "alder@desk.example", password }, here)).toEqual({ refused: "wrong-sign-in" });
});
