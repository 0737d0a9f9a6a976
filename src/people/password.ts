import { randomBytes, scrypt, timingSafeEqual } from "node:crypto";
import type { KeptPassword } from "./person.ts";

/** How hard a new password is to guess from what is kept; old ones keep what they were made with. */
const today = { kdf: "scrypt", cost: 2 ** 15, blockSize: 8, parallel: 3 } as const;
const hashBytes = 32;

function derive(password: string, salt: Buffer, how: Omit<KeptPassword, "salt" | "hash">): Promise<Buffer> {
  const { cost: N, blockSize: r, parallel: p } = how;
  return new Promise((resolve, reject) => {
    scrypt(password.normalize("NFC"), salt, hashBytes, { N, r, p, maxmem: 256 * N * r }, (error, key) =>
      error ? reject(error) : resolve(key),
    );
  });
}

/** Makes what is kept of a password. Takes about a fifth of a second of another thread. */
export async function keepPassword(password: string): Promise<KeptPassword> {
  const salt = randomBytes(16);
  const hash = await derive(password, salt, today);
  return { ...today, salt: salt.toString("base64"), hash: hash.toString("base64") };
}

const nobodys: KeptPassword = {
  ...today,
  salt: randomBytes(16).toString("base64"),
  hash: randomBytes(hashBytes).toString("base64"),
};

/** Tells whether it is the password. Takes as long when there is none to compare with, and then says no. */
export async function isPassword(given: string, kept: KeptPassword | undefined): Promise<boolean> {
  const { salt, hash, ...how } = kept ?? nobodys;
  const made = await derive(given, Buffer.from(salt, "base64"), how);
  return timingSafeEqual(made, Buffer.from(hash, "base64")) && kept !== undefined;
}
