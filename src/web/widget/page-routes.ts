import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import path from "node:path";
import { escapeHtml } from "../../guide/messages.ts";
import type { HttpServer } from "../../http/server.ts";
import { fileAnswer, serve } from "../static-files.ts";

/** Makes the content security policy of a page. `ancestors` may show it in a frame. */
const policy = (ancestors: "'none'" | "'self'"): string =>
  `default-src 'none'; script-src 'self'; style-src 'self'; frame-src 'self'; connect-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors ${ancestors}`;

/** Style sheets of each page, in their order. */
const styles = {
  front: ["colours", "base", "top", "hero", "sample", "sections", "narrow"],
  embed: ["colours", "base", "top", "embed", "wishes"],
  preview: ["colours", "base", "preview"],
};

/** Fills the placeholders of a page. Throws an error that names a missing key. */
export function fillPage(html: string, words: Record<string, string>): string {
  return html.replace(/\{\{(\w+)\}\}/g, (_, key: string) => {
    const text = words[key];
    if (text === undefined) throw new Error(`page.json: ${key} is missing, and the page needs it`);
    return escapeHtml(text);
  });
}

/** Serves the front page at `/`, and the page for site owners at `/embed`, from the files of a folder. */
export function servePublicPages(
  web: HttpServer,
  { folder, words }: { folder: string; words: Record<string, string> },
): void {
  const headersFor = (ancestors: "'none'" | "'self'") => ({
    "cache-control": "no-cache",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
    "cross-origin-opener-policy": "same-origin",
    "content-security-policy": policy(ancestors),
  });
  const headers = headersFor("'none'");
  const read = (name: string): string => readFileSync(path.join(folder, name), "utf8");
  const files = new Map([
    ...Object.entries(styles).map(([page, names]): [string, string] => [
      `${page}.css`,
      names.map((name) => read(`${name}.css`)).join("\n"),
    ]),
    ...["front.js", "embed.js"].map((name): [string, string] => [name, read(name)]),
  ]);
  const version = (name: string): string =>
    createHash("sha256")
      .update(files.get(name) ?? "")
      .digest("hex")
      .slice(0, 8);
  const readPage = (name: string): string =>
    read(name).replace(/page\/(\w+\.(?:css|js))/g, (url, file: string) => `${url}?${version(file)}`);

  const front = Buffer.from(fillPage(readPage("index.html"), words));
  serve(web, "/", fileAnswer({ name: "index.html", body: front }, headers));

  const embed = readPage("embed.html");
  const embedPage = (desk: string): Buffer =>
    Buffer.from(fillPage(embed, { ...words, desk, origin: new URL(desk).origin }));
  embedPage("http://localhost");
  serve(web, "/embed", (req, res) => {
    const body = embedPage(web.settings.origins.base(req) ?? "http://localhost");
    fileAnswer({ name: "embed.html", body }, headers)(req, res);
  });

  const preview = Buffer.from(fillPage(readPage("preview.html"), words));
  serve(web, "/embed/preview", fileAnswer({ name: "preview.html", body: preview }, headersFor("'self'")));

  for (const [name, text] of files)
    serve(web, `/page/${name}`, fileAnswer({ name, body: Buffer.from(text) }, headers));
}
