import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import path from "node:path";
import type { Web } from "../server.ts";
import { fileAnswer, serve } from "./serving.ts";
import { escaped, type Words } from "./words.ts";

const policy =
  "default-src 'none'; script-src 'self'; style-src 'self'; frame-src 'self'; connect-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

const styles = ["colours", "base", "top", "hero", "sample", "sections", "embed", "wishes", "narrow"];

/** Puts words into a page. Throws an error that names a missing key. */
export function fillPage(html: string, words: Words): string {
  return html.replace(/\{\{(\w+)\}\}/g, (_, key: string) => {
    const text = words[key];
    if (text === undefined) throw new Error(`page.json: ${key} is missing, and the page needs it`);
    return escaped(text);
  });
}

/** Serves the page at `/` that shows the widget off, from the files of a folder. */
export function serveFrontPage(web: Web, { folder, words }: { folder: string; words: Words }): void {
  const headers = {
    "cache-control": "no-cache",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
    "cross-origin-opener-policy": "same-origin",
    "content-security-policy": policy,
  };
  const mount = (url: string, name: string, text: string): void => {
    serve(web, url, fileAnswer({ name, body: Buffer.from(text) }, headers));
  };
  const read = (name: string): string => readFileSync(path.join(folder, name), "utf8");
  const files: Words = {
    "page.css": styles.map((name) => read(`${name}.css`)).join("\n"),
    "page.js": read("page.js"),
  };
  const version = (name: string): string =>
    createHash("sha256")
      .update(files[name] ?? "")
      .digest("hex")
      .slice(0, 8);
  const page = read("index.html").replace(
    /page\/(page\.\w+)/g,
    (url, name: string) => `${url}?${version(name)}`,
  );
  mount("/", "index.html", fillPage(page, words));
  for (const [name, text] of Object.entries(files)) mount(`/page/${name}`, name, text);
}
