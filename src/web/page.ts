import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import path from "node:path";
import { z } from "zod";
import type { Web } from "./server.ts";

const PageWords = z.record(z.string(), z.string().trim().min(1));

const types: Record<string, string> = {
  ".html": "text/html; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
};

const headers = {
  "cache-control": "no-cache",
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
  "permissions-policy": "camera=(), geolocation=(), microphone=()",
  "cross-origin-opener-policy": "same-origin",
  "content-security-policy":
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
};

const escapes: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
const escaped = (text: string): string => text.replace(/[&<>"]/g, (sign) => escapes[sign] ?? sign);

/** Puts words into a page; `{{words}}` stands for all of them. Throws an error that names a missing key. */
function fill(html: string, words: Record<string, string>, file: string): string {
  return html.replace(/\{\{(\w+)\}\}/g, (_, key: string) => {
    const text = key === "words" ? JSON.stringify(words) : words[key];
    if (text === undefined) throw new Error(`${file}: ${key} is missing, and the page needs it`);
    return escaped(text);
  });
}

function readWords(file: string): Record<string, string> {
  const parsed = PageWords.safeParse(JSON.parse(readFileSync(file, "utf8")));
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw new Error(`${file}, ${issue?.path.join(".") || "top"}: ${issue?.message}`);
}

function serveFile(web: Web, url: string, extension: string, body: string): void {
  const etag = `"${createHash("sha256").update(body).digest("base64url").slice(0, 22)}"`;
  const known = { ...headers, etag, "content-type": types[extension] };
  web.get(url, (req) =>
    req.headers["if-none-match"] === etag
      ? { status: 304, file: "", headers: known }
      : { status: 200, file: body, headers: known },
  );
}

/** Serves the chat page at `/`: the files of `folder`, read once, with the words of `wordsFile`. */
export function servePage(web: Web, folder: string, wordsFile: string): void {
  const words = readWords(wordsFile);
  serveFile(web, "/", ".html", fill(readFileSync(path.join(folder, "index.html"), "utf8"), words, wordsFile));
  for (const name of ["chat.css", "chat.js", "line.js", "log.js"]) {
    serveFile(web, `/page/${name}`, path.extname(name), readFileSync(path.join(folder, name), "utf8"));
  }
}
