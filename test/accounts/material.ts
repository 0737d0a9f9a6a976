import type { Person } from "../../src/accounts/account.ts";

/** Somebody of the desk whose password nobody knows. */
export function person(id: string, over: Partial<Person> = {}): Person {
  return {
    id,
    email: `${id}@desk.example`,
    name: `Agent ${id}`,
    role: "agent",
    teams: [],
    password: {
      kdf: "scrypt",
      cost: 32_768,
      blockSize: 8,
      parallel: 1,
      salt: "c2FsdCBvZiBzb21lYm9keQ",
      hash: "aGFzaCBvZiBhIHBhc3N3b3JkIHRoYXQgbm9ib2R5IGtub3dz",
    },
    since: "2026-03-01T12:00:00.000Z",
    disabled: false,
    entra: null,
    oidc: null,
    totp: null,
    ...over,
  };
}

/** This many people, each linked to accounts of their own elsewhere. */
export const crowd = (count: number): Person[] =>
  Array.from({ length: count }, (_, number) =>
    person(`a${number}`, {
      entra: { tenant: entraTenant, objectId: objectIdOf(number) },
      oidc: { issuer: "https://id.example", subject: `s${number}` },
    }),
  );

export const entraTenant = "0f3b9c1a-5d7e-4f60-8a21-3c4d5e6f7a8b";
export const objectIdOf = (number: number): string =>
  `7c9e6679-7425-40de-944b-${number.toString(16).padStart(12, "0")}`;
