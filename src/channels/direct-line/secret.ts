import { randomBytes } from "node:crypto";
import { chmodSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import path from "node:path";

const fileName = "direct-line.secret";
const shortest = 16;

/**
 * The secret behind the Direct Line tokens: the configured one, else the one kept in `folder`, made at the first start
 * and readable by its owner alone. Throws an error that names the file when it holds none.
 */
export function directLineSecret(folder: string, configured: string | null): string {
  if (configured !== null) return configured;
  const file = path.join(folder, fileName);
  const fresh = randomBytes(32).toString("base64url");
  try {
    writeFileSync(file, `${fresh}\n`, { flag: "wx", mode: 0o600, flush: true });
    return fresh;
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== "EEXIST") throw cause;
  }
  chmodSync(file, 0o600);
  const kept = readFileSync(file, "utf8").trim();
  if (kept.length >= shortest) return kept;
  throw new Error(`${file} holds no secret; delete it to get a new one (open talks then need new tokens)`);
}

/** The secret of a folder, read once and changed by rotation. */
export function directLineSecretFile(folder: string): { read(): string; write(secret: string): void } {
  let kept = directLineSecret(folder, null);
  return {
    read: () => kept,
    write: (secret) => {
      const file = path.join(folder, fileName);
      writeFileSync(`${file}.new`, `${secret}\n`, { mode: 0o600, flush: true });
      renameSync(`${file}.new`, file);
      kept = secret;
    },
  };
}
