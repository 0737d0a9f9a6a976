import { createHash } from "node:crypto";
import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from "node:http";
import type { Web } from "../server.ts";
import type { BuiltFile } from "./built.ts";

/** Answers a GET request. */
export type Serve = (req: IncomingMessage, res: ServerResponse) => void;

/** What every page and file carries. */
export const guarded: OutgoingHttpHeaders = {
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
};

const types: Record<string, string> = {
  js: "text/javascript; charset=utf-8",
  css: "text/css; charset=utf-8",
  html: "text/html; charset=utf-8",
  ts: "text/plain; charset=utf-8",
  txt: "text/plain; charset=utf-8",
};

/** The media type that goes with a file's name. */
export const typeOf = (name: string): string =>
  types[name.slice(name.lastIndexOf(".") + 1)] ?? "application/octet-stream";

/** Mounts a GET route that answers by itself. */
export const serve = (web: Web, path: string, answer: Serve): void =>
  void web.restify.get(path, ((req: IncomingMessage, res: ServerResponse, next: (end: false) => void) => {
    answer(req, res);
    next(false);
  }) as never);

/** Serves a file from memory, compressed where it was built so and the browser takes brotli, and 304 where it has it already. */
export function fileAnswer(
  { name, body, brotli }: Omit<BuiltFile, "brotli"> & Partial<BuiltFile>,
  headers: OutgoingHttpHeaders,
): Serve {
  const etag = `"${createHash("sha256").update(body).digest("base64url").slice(0, 22)}"`;
  const known = { ...guarded, ...headers, etag, vary: "accept-encoding", "content-type": typeOf(name) };
  return (req, res) => {
    if (req.headers["if-none-match"] === etag) {
      res.writeHead(304, { ...guarded, ...headers, etag });
      res.end();
      return;
    }
    const takesBrotli = /(^|[\s,])br\b/.test(String(req.headers["accept-encoding"] ?? ""));
    const packed = takesBrotli && brotli !== undefined;
    const sent = packed ? brotli : body;
    res.writeHead(200, {
      ...known,
      ...(packed && { "content-encoding": "br" }),
      "content-length": sent.length,
    });
    res.end(sent);
  };
}
