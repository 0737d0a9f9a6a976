import { generateKeyPairSync, type KeyObject, randomBytes } from "node:crypto";
import fc from "fast-check";
import { exportJWK } from "jose";
import { describe, expect, test } from "vitest";
import { hostKey, readHostKey } from "../../src/config/secret-format.ts";
import { refusal } from "../config-refusal.ts";

const pairs: [string, { publicKey: KeyObject; privateKey: KeyObject }, string | null][] = [
  ["Ed25519", generateKeyPairSync("ed25519"), "EdDSA"],
  ["P-256", generateKeyPairSync("ec", { namedCurve: "P-256" }), "ES256"],
  ["RSA", generateKeyPairSync("rsa", { modulusLength: 2048 }), "RS256"],
  ["P-384", generateKeyPairSync("ec", { namedCurve: "P-384" }), null],
  ["short RSA", generateKeyPairSync("rsa", { modulusLength: 1024 }), null],
];

describe.each(pairs)("T54: %s", (_, { publicKey, privateKey }, algorithm) => {
  const pem = publicKey.export({ type: "spki", format: "pem" }) as string;
  const spki = publicKey.export({ type: "spki", format: "der" });
  const pkcs8 = privateKey.export({ type: "pkcs8", format: "der" });
  const body = pem.replace(/-----[A-Z ]+-----/g, "").trim();

  test("as PEM is taken for what it is, or refused", () => {
    expect(hostKey(pem)?.algorithm ?? null).toBe(algorithm);
    expect(hostKey(pem.replaceAll("\n", "\r\n"))?.algorithm ?? null).toBe(algorithm);
    expect(refusal({ HOST_USERS_KEY: pem.replaceAll("\n", "\\n") }) === "").toBe(algorithm !== null);
  });

  test("spelt in any other way is refused, with the variable and what it was taken for", async () => {
    const jwk = JSON.stringify(await exportJWK(publicKey));
    const spellings: Record<string, string> = {
      "bare base64": spki.toString("base64"),
      base64url: spki.toString("base64url"),
      "base64 in lines": body,
      hex: spki.toString("hex"),
      "hex with colons": (spki.toString("hex").match(/../g) ?? []).join(":"),
      "a JWK": jwk,
      "a JWK set": JSON.stringify({ keys: [JSON.parse(jwk)] }),
      "a JWK in base64": Buffer.from(jwk).toString("base64"),
      "PEM in base64": Buffer.from(pem).toString("base64"),
      "PEM without dashes": pem.replaceAll("-----", ""),
      "PEM cut off": pem.slice(0, pem.length - 60),
      "two keys": `${pem}${pem}`,
      "a private key": privateKey.export({ type: "pkcs8", format: "pem" }) as string,
      "a private key in base64": pkcs8.toString("base64"),
      "a private key and a public one": `${pem}${privateKey.export({ type: "pkcs8", format: "pem" })}`,
      "a certificate": `-----BEGIN CERTIFICATE-----\n${body}\n-----END CERTIFICATE-----`,
    };
    for (const [how, text] of Object.entries(spellings)) {
      const said = refusal({ HOST_USERS_KEY: text });
      expect([how, said]).toEqual([
        how,
        expect.stringMatching(/^HOST_USERS_KEY: got a value, expected a secret of at least 32/),
      ]);
      expect(said).toContain("this looks like");
      expect(said).not.toContain(text.slice(-24).trim());
    }
  });
});

test.each([
  ["a point of P-256", Buffer.concat([Buffer.from([4]), randomBytes(64)]).toString("base64")],
  ["a key of SSH", `ssh-ed25519 ${randomBytes(51).toString("base64")} somebody@example`],
  [
    "a token",
    `eyJhbGciOiJIUzI1NiJ9.${randomBytes(30).toString("base64url")}.${randomBytes(32).toString("base64url")}`,
  ],
  ["an address", "https://host.example/.well-known/jwks.json"],
  ["the name of a file", "secrets/keys/of/the/host/page/public-key.pem"],
])("T54: %s is refused", (_, text) => {
  expect(refusal({ HOST_USERS_KEY: text })).toMatch(/^HOST_USERS_KEY: .*this looks like/);
});

test("secrets as people make them are secrets", () => {
  const made = fc.uint8Array({ minLength: 32, maxLength: 64 }).map((bytes) => Buffer.from(bytes));
  fc.assert(
    fc.property(made, fc.constantFrom("base64", "base64url", "hex"), (bytes, as) => {
      fc.pre(
        bytes[0] !== 0x30 &&
          !(bytes.length === 65 && bytes[0] === 4) &&
          bytes[0] !== 0x7b &&
          bytes[0] !== 0x5b,
      );
      expect(readHostKey(bytes.toString(as as BufferEncoding))).toMatchObject({ algorithm: "HS256" });
    }),
  );
  for (const words of ["a secret that the host page has, too", "-----------------------------------"])
    expect(hostKey(words)?.algorithm).toBe("HS256");
});
