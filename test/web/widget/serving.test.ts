import { brotliDecompressSync } from "node:zlib";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readBuilt } from "../../../src/web/static-files.ts";
import { fillPage } from "../../../src/web/widget/page-routes.ts";
import { startDesk, type TestDesk } from "./desk.ts";

let desk: TestDesk;
beforeAll(async () => {
  desk = await startDesk();
});
afterAll(() => desk.remove());

test("the script is for every page, small, and asked for again after minutes", async () => {
  const answer = await fetch(`${desk.url}/widget.js`);
  expect(answer.headers.get("content-type")).toMatch(/javascript/);
  expect(answer.headers.get("cache-control")).toMatch(/max-age=300/);
  expect(answer.headers.get("cross-origin-resource-policy")).toBe("cross-origin");
  expect(answer.headers.get("access-control-allow-origin")).toBe("*");
  const tag = answer.headers.get("etag") ?? "";
  const again = await fetch(`${desk.url}/widget.js`, { headers: { "if-none-match": tag } });
  expect(again.status).toBe(304);
});

test("files with a hash in their name last for ever, packed at build with brotli", async () => {
  const page = await (await fetch(`${desk.url}/widget/frame?chat`)).text();
  const names = [...page.matchAll(/assets\/([\w-]+\.js)/g)].map(([, name]) => name);
  expect(names.length).toBeGreaterThanOrEqual(2);
  for (const name of names) {
    const answer = await fetch(`${desk.url}/widget/assets/${name}`, { headers: { "accept-encoding": "br" } });
    expect(answer.headers.get("content-encoding")).toBe("br");
    expect(answer.headers.get("cache-control")).toMatch(/immutable/);
    const plain = await fetch(`${desk.url}/widget/assets/${name}`, {
      headers: { "accept-encoding": "identity" },
    });
    expect(plain.headers.get("content-encoding")).toBeNull();
    expect(await answer.text()).toBe(await plain.text());
  }
});

test("each page in the frame has a nonce of its own and is not kept", async () => {
  const pages = await Promise.all([1, 2].map(() => fetch(`${desk.url}/widget/frame?locale=<script>`)));
  const [one, two] = pages.map(
    (page) => /nonce-([\w-]+)/.exec(page.headers.get("content-security-policy") ?? "")?.[1],
  );
  expect(one).not.toBe(two);
  expect(pages[0]?.headers.get("cache-control")).toBe("no-store");
  expect(await pages[0]?.text()).toContain('data-locale="en"');
});

test("the types of the host page's side are served", async () => {
  expect(await (await fetch(`${desk.url}/widget.d.ts`)).text()).toContain("export interface ExitDesk");
});

test.each(["/", "/embed"])("%s and its files are served with a policy of their own", async (path) => {
  const answer = await fetch(desk.url + path);
  expect(answer.headers.get("content-security-policy")).toContain("frame-ancestors 'none'");
  expect(answer.headers.get("cache-control")).toBe("no-cache");
  const page = await answer.text();
  expect(page).not.toContain("{{");
  const files = [...page.matchAll(/"(page\/[\w.]+\?\w+)"/g)];
  expect(files).toHaveLength(2);
  for (const [, url] of files) expect((await fetch(`${desk.url}/${url}`)).status).toBe(200);
  const tag = answer.headers.get("etag") ?? "";
  expect((await fetch(desk.url + path, { headers: { "if-none-match": tag } })).status).toBe(304);
});

test("the page for site owners names the desk's own address, and only it shows the preview", async () => {
  const page = await (await fetch(`${desk.url}/embed`)).text();
  expect(page).toContain(`&lt;script src="${desk.url}/widget.js"`);
  expect(page).toContain(`frame-src ${desk.url}`);
  const preview = await fetch(`${desk.url}/embed/preview`);
  expect(preview.headers.get("content-security-policy")).toContain("frame-ancestors 'self'");
  expect(await preview.text()).not.toContain("{{");
});

test("a missing word and a missing build are named", () => {
  expect(() => fillPage("{{nowhere}}", {})).toThrow(/nowhere is missing/);
  expect(() => readBuilt("/nonexistent")).toThrow(/\/nonexistent holds no built widget/);
});

test("what was packed is what is served", async () => {
  const built = readBuilt("dist/widget");
  for (const { body, brotli } of [built.loader, ...built.files])
    expect(brotliDecompressSync(brotli).equals(body)).toBe(true);
  expect(built.loader.brotli.length).toBeLessThanOrEqual(6 * 1024);
});
