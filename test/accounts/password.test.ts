import { scryptSync } from "node:crypto";
import { expect, test } from "vitest";
import { hashPassword, verifyPassword } from "../../src/accounts/passwords.ts";

const right = "correct horse battery";

test("a kept password opens with itself alone, and is kept with how it was made", async () => {
  const kept = await hashPassword(right);
  expect(kept).toMatchObject({ kdf: "scrypt", cost: 32_768, blockSize: 8, parallel: 3 });
  expect(JSON.stringify(kept)).not.toContain(right);
  expect(await verifyPassword(right, kept)).toBe(true);
  expect(await verifyPassword(`${right} `, kept)).toBe(false);
  expect((await hashPassword(right)).hash).not.toBe(kept.hash);
});

test("one and the same password typed as composed or combined letters opens", async () => {
  const kept = await hashPassword("caf\u00e9 with sugar");
  expect(await verifyPassword("cafe\u0301 with sugar", kept)).toBe(true);
});

test("old passwords open with the costs they were made with", async () => {
  const salt = Buffer.from("salt");
  const hash = scryptSync(right, salt, 32, { N: 1024, r: 8, p: 1 });
  const how = { kdf: "scrypt", cost: 1024, blockSize: 8, parallel: 1 } as const;
  const kept = { ...how, salt: salt.toString("base64"), hash: hash.toString("base64") };
  expect(await verifyPassword(right, kept)).toBe(true);
  expect(await verifyPassword(right, { ...kept, cost: 2048 })).toBe(false);
});

test("an account that is not there takes as much work as one that is", async () => {
  const kept = await hashPassword(right);
  const workFor = async (wanted: typeof kept | undefined): Promise<number> => {
    const before = process.cpuUsage();
    for (let count = 0; count < 3; count++) await verifyPassword("something else", wanted);
    const { user, system } = process.cpuUsage(before);
    return user + system;
  };
  const ratio = (await workFor(undefined)) / (await workFor(kept));
  expect(ratio).toBeGreaterThan(0.4);
  expect(ratio).toBeLessThan(2.5);
});
