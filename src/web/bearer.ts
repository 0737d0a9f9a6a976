import { createHash, timingSafeEqual } from "node:crypto";
import type { IncomingMessage } from "node:http";

const bearer = /^Bearer ([\w.~+/=-]{1,4096})$/i;

/** The bearer token or secret of a request, or null. */
export const bearerOf = (req: IncomingMessage): string | null =>
  bearer.exec(req.headers.authorization ?? "")?.[1] ?? null;

/** Makes a comparison with the secrets that takes the same time however much of one is right. */
export function makeSecretCheck(secrets: readonly string[]): (given: string) => boolean {
  const digest = (text: string): Buffer => createHash("sha256").update(text).digest();
  const wanted = secrets.map(digest);
  return (given) => wanted.filter((one) => timingSafeEqual(digest(given), one)).length > 0;
}
