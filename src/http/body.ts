import type { IncomingMessage } from "node:http";
import { originOf, type Visited } from "./client-address.ts";
import type { ProblemResponse } from "./problems.ts";

const maxDepth = 32;
/** values on all levels together */
const maxValues = 5000;
const mayReachPrototype = /__proto__|constructor|prototype|\\u/;
const forbidden = new Set(["__proto__", "constructor", "prototype"]);

/** Scans JSON without parsing it, and returns whether it nests too deeply or holds too many values. */
function sizeFault(text: string): "too-deep" | "too-wide" | null {
  let depth = 0;
  let values = 0;
  let quoted = false;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (quoted) {
      if (code === 0x5c) at++;
      else if (code === 0x22) quoted = false;
    } else if (code === 0x22) quoted = true;
    else if (code === 0x7b || code === 0x5b) {
      values += 1;
      if (++depth > maxDepth) return "too-deep";
    } else if (code === 0x7d || code === 0x5d) depth--;
    else if (code === 0x2c) values += 1;
    if (values > maxValues) return "too-wide";
  }
  return null;
}

/** Parses untrusted JSON: at most 32 levels and 5,000 values. Drops keys that reach an object's prototype. */
export function parseJson(text: string): { value: unknown } | ProblemResponse {
  const refused = sizeFault(text);
  if (refused !== null) return { refused };
  try {
    return {
      value: mayReachPrototype.test(text)
        ? JSON.parse(text, (key, value) => (forbidden.has(key) ? undefined : value))
        : JSON.parse(text),
    };
  } catch {
    return { refused: "bad-json" };
  }
}

const jsonType = /^application\/json\s*(;\s*charset="?utf-8"?\s*)?$/i;
const formType = /^application\/x-www-form-urlencoded\s*(;|$)/i;

/** maximum number of bytes of a refused body that are read and discarded before the connection is cut */
const maxDrainedBytes = 25_000_000;

/** Drains a refused body without storing it, so that the client can read the response. */
export function drainBody(req: IncomingMessage): void {
  let left = maxDrainedBytes;
  req.on("data", (chunk: Buffer) => {
    left -= chunk.length;
    if (left < 0) req.destroy();
  });
}

const refusing = (req: IncomingMessage, refused: ProblemResponse["refused"]): ProblemResponse => {
  drainBody(req);
  return { refused };
};

/** Joins chunks; a single chunk, the usual case, is not copied. */
function joined(pieces: readonly Buffer[]): Buffer {
  const [first] = pieces;
  return first !== undefined && pieces.length === 1 ? first : Buffer.concat(pieces);
}

/**
 * Reads a body of at most `limit` bytes. Counts incomplete bodies as held memory, and refuses them beyond its
 * budget.
 */
function readText(req: Visited, limit: number): Promise<string | ProblemResponse> {
  const { memory } = req;
  const declared = Number(req.headers["content-length"] ?? Number.NaN);
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let size = 0;
    let buffered = 0;
    const done = (read: string | ProblemResponse): void => {
      if (buffered > 0) memory?.hold(originOf(req), -buffered);
      buffered = 0;
      resolve(read);
    };
    const stop = (refused: ProblemResponse): void => {
      chunks.length = 0;
      req.off("data", take);
      drainBody(req);
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
      buffered += chunk.length;
    };
    req.on("data", take);
    req.once("end", () => done(joined(chunks).toString()));
    req.once("close", () => done({ refused: "bad-request" }));
  });
}

/** Reads a JSON body of at most `limit` bytes; `undefined` when there is none. */
export async function readJson(
  req: IncomingMessage,
  limit: number,
): Promise<{ value: unknown } | ProblemResponse> {
  const declared = Number(req.headers["content-length"] ?? Number.NaN);
  if (declared === 0 || (Number.isNaN(declared) && req.headers["transfer-encoding"] === undefined)) {
    return { value: undefined };
  }
  if (!jsonType.test(req.headers["content-type"] ?? "")) return refusing(req, "wrong-type");
  const text = await readText(req, limit);
  return typeof text === "string" ? parseJson(text) : text;
}

/**
 * Reads a form body. The only caller is the provider's back-channel logout, which the standard defines as a
 * form.
 */
export async function readForm(
  req: IncomingMessage,
  limit: number,
): Promise<URLSearchParams | ProblemResponse> {
  if (!formType.test(req.headers["content-type"] ?? "")) return refusing(req, "wrong-type");
  const text = await readText(req, limit);
  return typeof text === "string" ? new URLSearchParams(text) : text;
}
