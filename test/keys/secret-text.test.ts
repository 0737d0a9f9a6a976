import { generateKeyPairSync, randomBytes } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { refusal } from "../config-refusal.ts";

const { publicKey } = generateKeyPairSync("ed25519");
const pem = publicKey.export({ type: "spki", format: "pem" }) as string;
const spki = publicKey.export({ type: "spki", format: "der" });
const ssh = Buffer.concat([Buffer.from([0, 0, 0, 11]), Buffer.from("ssh-ed25519"), randomBytes(36)]);
const good = "a secret of this desk, and nobody else's";

const spellings: [string, string, RegExp][] = [
  ["PEM", pem, /PEM/],
  ["PEM in one line", pem.replaceAll("\n", "\\n"), /PEM/],
  ["PEM without its lines", pem.replace(/-----.*-----/g, "").trim(), /without its lines/],
  ["PEM without dashes", pem.replaceAll("-----", ""), /PEM that is damaged/],
  ["PEM in small letters", pem.replaceAll("-----", "").toLowerCase(), /PEM that is damaged/],
  ["base64", spki.toString("base64"), /without its lines/],
  ["base64, cut off", spki.toString("base64").slice(0, -6), /without its lines/],
  ["base64url", spki.toString("base64url"), /without its lines/],
  ["hex", spki.toString("hex"), /without its lines/],
  ["a JWK", JSON.stringify(publicKey.export({ format: "jwk" })), /JSON Web Key/],
  ["a damaged JWK", JSON.stringify(publicKey.export({ format: "jwk" })).slice(0, -4), /JSON Web Key/],
  ["a key of SSH", `ssh-ed25519 ${ssh.toString("base64")} alder@desk.example`, /SSH/],
  ["a key of SSH in base64 alone", ssh.toString("base64"), /without its lines/],
  ["an address", "https://host.example/keys/of/the/host.jwks", /address or name of a file/],
  ["a file", "/run/secrets/keys/of/this/desk/secret.pem", /address or name of a file/],
  ["white space alone", " ".repeat(40), /white space alone/],
  ["a line break at the end", `${good}\n`, /white space around it/],
  ["a blank before it", ` ${good}`, /white space around it/],
  ["a sign that nobody sees", `${good}\u200b`, /nobody sees/],
  ["two lines", `${good}\n${good}`, /line breaks/],
  ["quotation marks", `"${good}"`, /quotation marks/],
];

describe.each([
  ["DIRECT_LINE_SECRET", {}],
  ["DIRECT_LINE_SECRET_OLD", { DIRECT_LINE_SECRET: "another secret of this desk" }],
  ["KEYS_SECRET", {}],
  ["KEYS_SECRET_OLD", { KEYS_SECRET: "another secret of this desk, as long" }],
  ["HOST_USERS_KEY", {}],
] as const)("T54: %s", (name, others) => {
  test("takes a secret as people and programs make them", () => {
    const made = fc.uint8Array({ minLength: 36, maxLength: 60 }).map((bytes) => Buffer.from(bytes));
    fc.assert(
      fc.property(made, fc.constantFrom("base64", "base64url", "hex"), (bytes, as) => {
        fc.pre(bytes[0] !== 0x30 && !bytes.toString("latin1").includes("{"));
        expect(refusal({ ...others, [name]: bytes.toString(as as BufferEncoding) })).toBe("");
      }),
    );
    expect(refusal({ ...others, [name]: good })).toBe("");
  });

  test.each(spellings)("is refused as %s, with its name and what was seen", (how, text, seen) => {
    if (name === "HOST_USERS_KEY" && /^PEM( in one line)?$/.test(how)) return;
    const said = refusal({ ...others, [name]: text });
    expect(said).toMatch(new RegExp(`^${name}: got a value, expected`));
    expect(said).toMatch(seen);
    expect(said.split("\n")).toHaveLength(1);
    if (text.trim() !== "") expect(said).not.toContain(text.trim().slice(-20));
  });

  test("is refused when it is short", () => {
    expect(refusal({ ...others, [name]: "hunter2" })).toMatch(
      new RegExp(`^${name}: got a value, expected .*at least (16|32) characters`),
    );
  });
});

test.each([
  ["HOST_USERS_KEY", "DIRECT_LINE_SECRET"],
  ["KEYS_SECRET", "DIRECT_LINE_SECRET"],
  ["KEYS_SECRET", "HOST_USERS_KEY"],
])("T54: %s is refused with the value of %s", (name, other) => {
  expect(refusal({ [name]: good, [other]: good })).toBe(
    `${name}: got the value of ${other}, expected a value of its own`,
  );
});

test.each(["TLS_CERT", "TLS_KEY"])("T54: %s is refused as PEM, and not repeated", (name) => {
  const said = refusal({ TLS_CERT: "cert.pem", TLS_KEY: "key.pem", [name]: pem });
  expect(said).toMatch(new RegExp(`^${name}: got a value, expected the name of a PEM file`));
  expect(said).not.toContain(pem.slice(-40, -30));
});
