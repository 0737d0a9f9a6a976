import type { IncomingMessage } from "node:http";
import { originOf, type Visited } from "./address.ts";
import type { Refused } from "./answer.ts";
import { parseJson } from "./json-text.ts";

const jsonType = /^application\/json\s*(;\s*charset="?utf-8"?\s*)?$/i;
const formType = /^application\/x-www-form-urlencoded\s*(;|$)/i;

/** What is thrown away of a body that nobody wants, in bytes, before the line is cut. */
const patience = 25_000_000;

/** Lets the rest of an unwanted body pass without keeping it, so that the sender can read why it was refused. */
export function letPass(req: IncomingMessage): void {
  let left = patience;
  req.on("data", (chunk: Buffer) => {
    left -= chunk.length;
    if (left < 0) req.destroy();
  });
}

const refusing = (req: IncomingMessage, refused: Refused["refused"]): Refused => {
  letPass(req);
  return { refused };
};

/** Most bodies come in one piece, which need not be copied. */
function joined(pieces: readonly Buffer[]): Buffer {
  const [first] = pieces;
  return first !== undefined && pieces.length === 1 ? first : Buffer.concat(pieces);
}

/** Reads a body of at most `limit` bytes. What waits for the rest of it is counted, and refused where there is too much of that. */
function readText(req: Visited, limit: number): Promise<string | Refused> {
  const { memory } = req;
  const declared = Number(req.headers["content-length"] ?? Number.NaN);
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let size = 0;
    let held = 0;
    const done = (read: string | Refused): void => {
      if (held > 0) memory?.hold(originOf(req), -held);
      held = 0;
      resolve(read);
    };
    const stop = (refused: Refused): void => {
      chunks.length = 0;
      req.off("data", take);
      letPass(req);
      done(refused);
    };
    const take = (chunk: Buffer): void => {
      size += chunk.length;
      if (size > limit) {
        stop({ refused: "too-large" });
        return;
      }
      chunks.push(chunk);
      if (memory === undefined || size >= declared) return;
      const from = originOf(req);
      if (memory.room(from) < chunk.length) {
        stop({ refused: "busy", retryAfter: 10 });
        return;
      }
      memory.hold(from, chunk.length);
      held += chunk.length;
    };
    req.on("data", take);
    req.once("end", () => done(joined(chunks).toString()));
    req.once("close", () => done({ refused: "bad-request" }));
  });
}

/** Reads a JSON body of at most `limit` bytes; `undefined` when there is none. */
export async function readJson(req: IncomingMessage, limit: number): Promise<{ value: unknown } | Refused> {
  const declared = Number(req.headers["content-length"] ?? Number.NaN);
  if (declared === 0 || (Number.isNaN(declared) && req.headers["transfer-encoding"] === undefined)) {
    return { value: undefined };
  }
  if (!jsonType.test(req.headers["content-type"] ?? "")) return refusing(req, "wrong-type");
  const text = await readText(req, limit);
  return typeof text === "string" ? parseJson(text) : text;
}

/** Reads the fields of a form, for the one caller that a standard has send one: a provider that says who has signed out. */
export async function readForm(req: IncomingMessage, limit: number): Promise<URLSearchParams | Refused> {
  if (!formType.test(req.headers["content-type"] ?? "")) return refusing(req, "wrong-type");
  const text = await readText(req, limit);
  return typeof text === "string" ? new URLSearchParams(text) : text;
}
