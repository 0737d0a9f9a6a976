import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from "node:http";
import path from "node:path";
import { z } from "zod";
import type { HttpServer } from "../http/server.ts";

/** Build manifest: loader, frame entry and chat modules. */
const Manifest = z.strictObject({
  loader: z.string(),
  types: z.string(),
  frame: z.string(),
  chat: z.array(z.string()),
  files: z.array(z.string()),
});

/** A built file, plain and compressed with brotli. */
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

/** Reads the manifest of a build. Throws an error that names the folder when it is missing. */
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

/** Loads the output of `scripts/build-widget.mjs`. Throws an error that names the folder when it is missing. */
export function readBuilt(folder: string): Built {
  const { loader, types, frame, chat, files } = Manifest.parse(readManifest(folder, "widget"));
  const read = (name: string): BuiltFile => readBuiltFile(folder, name);
  return { loader: read(loader), types: read(types), frame, chat, files: files.map(read) };
}

/** Handler of a GET request. */
export type Serve = (req: IncomingMessage, res: ServerResponse) => void;

/**
 * Makes the content security policy of a page: no external resources, no inline script, no eval. Only
 * `ancestors` may embed it.
 */
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

/** Headers of every page and file. */
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

/** Returns the media type of a file name. */
export const typeOf = (name: string): string =>
  types[name.slice(name.lastIndexOf(".") + 1)] ?? "application/octet-stream";

/** Adds a GET route that writes its own response. */
export const serve = (web: HttpServer, path: string, answer: Serve): void =>
  void web.restify.get(path, ((req: IncomingMessage, res: ServerResponse, next: (end: false) => void) => {
    answer(req, res);
    next(false);
  }) as never);

/** Makes a handler that serves a file from memory, with brotli and 304 responses. */
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
