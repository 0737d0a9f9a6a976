import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from "node:http";
import path from "node:path";
import { z } from "zod";
import type { HttpServer } from "../http/server.ts";

/** The names of the built files: what the host page loads, where the frame begins, and what it needs for a conversation. */
const Manifest = z.strictObject({
  loader: z.string(),
  types: z.string(),
  frame: z.string(),
  chat: z.array(z.string()),
  files: z.array(z.string()),
});

/** A built file, as it is and compressed with brotli. */
export interface BuiltFile {
  name: string;
  body: Buffer;
  brotli: Buffer;
}

/** The built widget. */
export interface Built {
  loader: BuiltFile;
  types: BuiltFile;
  frame: string;
  chat: string[];
  files: BuiltFile[];
}

/** Reads the list of what a build made. Throws an error that names the folder when the build has not been run. */
export function readManifest(folder: string, what: "widget" | "console"): unknown {
  let text: string;
  try {
    text = readFileSync(path.join(folder, "manifest.json"), "utf8");
  } catch (cause) {
    throw new Error(`${folder} holds no built ${what}; run: node scripts/build-${what}.mjs`, { cause });
  }
  return JSON.parse(text);
}

/** Reads a built file and its compressed form. */
export const readBuiltFile = (folder: string, name: string): BuiltFile => ({
  name,
  body: readFileSync(path.join(folder, name)),
  brotli: readFileSync(path.join(folder, `${name}.br`)),
});

/** Reads what `scripts/build-widget.mjs` made. Throws an error that names the folder when that has not been run. */
export function readBuilt(folder: string): Built {
  const { loader, types, frame, chat, files } = Manifest.parse(readManifest(folder, "widget"));
  const read = (name: string): BuiltFile => readBuiltFile(folder, name);
  return { loader: read(loader), types: read(types), frame, chat, files: files.map(read) };
}

/** Answers a GET request. */
export type Serve = (req: IncomingMessage, res: ServerResponse) => void;

/** The content security policy of a page: nothing from outside, no inline script, no eval, in a frame of `ancestors` alone. */
export const pagePolicy = (nonce: string, host: string, ancestors: readonly string[]): string =>
  [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    `connect-src 'self' ws://${host} wss://${host}`,
    "img-src 'self' data:",
    "base-uri 'none'",
    "form-action 'none'",
    `frame-ancestors ${ancestors.join(" ")}`,
  ].join("; ");

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
export const serve = (web: HttpServer, path: string, answer: Serve): void =>
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
