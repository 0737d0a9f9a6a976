import { expect, test } from "vitest";
import type { AccountDocument, Person } from "../../../src/accounts/account.ts";
import { readProviderAccount, signInWithProvider } from "../../../src/accounts/oidc/first-sign-in.ts";

const rules = { groups: { "desk-owners": "owner", "desk-agents": "agent" } as const, groupsClaim: "groups" };
const claims = { iss: "https://id.example", sub: "s1", email: " Oak@Desk.example ", name: "Oak" };
const made = { id: "new", now: "2026-03-01T12:00:00.000Z" };

const oak: Person = {
  id: "oak",
  email: "oak@desk.example",
  name: "Oak",
  role: "owner",
  teams: [],
  password: null,
  since: made.now,
  disabled: false,
  entra: null,
  oidc: { issuer: "https://id.example", subject: "s1" },
  totp: null,
};
const desk = (...people: Person[]): AccountDocument => ({ people, invitations: [], links: [] });

test.each([
  [["desk-agents", "desk-owners", "choir"], "owner"],
  [["desk-agents"], "agent"],
  ["desk-agents", "agent"],
  [["choir", "__proto__", "constructor"], null],
  [[1, 2], null],
  [undefined, null],
])("groups %j give the role %s", (groups, role) => {
  expect(readProviderAccount({ ...claims, groups }, rules)).toMatchObject({
    role,
    email: "oak@desk.example",
  });
});

test("what is not an address or a name is not taken for one", () => {
  const told = readProviderAccount(
    { ...claims, email: "Oak", name: "a\u202eb", email_verified: "true" },
    rules,
  );
  expect(told).toMatchObject({ email: null, name: null, emailVerified: false });
});

test("the desk keeps its last owner whatever the groups say", () => {
  const agent = readProviderAccount({ ...claims, groups: ["desk-agents"] }, rules);
  expect(signInWithProvider(desk(oak), agent, true, made)).toEqual(desk(oak));
  const other = { ...oak, id: "birch", email: "birch@desk.example", oidc: null };
  const next = signInWithProvider(desk(oak, other), agent, true, made);
  expect("people" in next && next.people[0]?.role).toBe("agent");
});

test("an account that is linked elsewhere already is not taken over by its address", () => {
  const moved = { ...oak, oidc: { issuer: "https://old.example", subject: "s1" } };
  const told = readProviderAccount({ ...claims, email_verified: true, groups: ["desk-owners"] }, rules);
  expect(signInWithProvider(desk(moved), told, true, made)).toEqual({ refused: "account-exists" });
});

test("without groups nobody new comes in", () => {
  const told = readProviderAccount({ ...claims, email_verified: true }, { ...rules, groups: {} });
  expect(signInWithProvider(desk(), told, false, made)).toEqual({ refused: "no-account" });
  expect(signInWithProvider(desk(oak), told, false, made)).toEqual(desk(oak));
});
