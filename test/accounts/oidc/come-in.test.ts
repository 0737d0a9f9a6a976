import { expect, test } from "vitest";
import type { People, Person } from "../../../src/accounts/account.ts";
import { comeIn, readNewcomer } from "../../../src/accounts/oidc/first-sign-in.ts";

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
const desk = (...people: Person[]): People => ({ people, invitations: [], links: [] });

test.each([
  [["desk-agents", "desk-owners", "choir"], "owner"],
  [["desk-agents"], "agent"],
  ["desk-agents", "agent"],
  [["choir", "__proto__", "constructor"], null],
  [[1, 2], null],
  [undefined, null],
])("groups %j give the role %s", (groups, role) => {
  expect(readNewcomer({ ...claims, groups }, rules)).toMatchObject({ role, email: "oak@desk.example" });
});

test("what is not an address or a name is not taken for one", () => {
  const told = readNewcomer({ ...claims, email: "Oak", name: "a\u202eb", email_verified: "true" }, rules);
  expect(told).toMatchObject({ email: null, name: null, emailVerified: false });
});

test("the desk keeps its last owner whatever the groups say", () => {
  const agent = readNewcomer({ ...claims, groups: ["desk-agents"] }, rules);
  expect(comeIn(desk(oak), agent, true, made)).toEqual(desk(oak));
  const other = { ...oak, id: "birch", email: "birch@desk.example", oidc: null };
  const next = comeIn(desk(oak, other), agent, true, made);
  expect("people" in next && next.people[0]?.role).toBe("agent");
});

test("an account that is linked elsewhere already is not taken over by its address", () => {
  const moved = { ...oak, oidc: { issuer: "https://old.example", subject: "s1" } };
  const told = readNewcomer({ ...claims, email_verified: true, groups: ["desk-owners"] }, rules);
  expect(comeIn(desk(moved), told, true, made)).toEqual({ refused: "account-exists" });
});

test("without groups nobody new comes in", () => {
  const told = readNewcomer({ ...claims, email_verified: true }, { ...rules, groups: {} });
  expect(comeIn(desk(), told, false, made)).toEqual({ refused: "no-account" });
  expect(comeIn(desk(oak), told, false, made)).toEqual(desk(oak));
});
