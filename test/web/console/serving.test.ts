import { afterAll, beforeAll, expect, test } from "vitest";
import { type DeskProcess, startDeskProcess } from "./desk-process.ts";

let desk: DeskProcess;

beforeAll(async () => {
  desk = await startDeskProcess();
});

afterAll(() => desk.remove());

async function page(path: string): Promise<{ html: string; policy: string; nonce: string }> {
  const answer = await fetch(`${desk.url}${path}`);
  expect(answer.status).toBe(200);
  const html = await answer.text();
  return {
    html,
    policy: answer.headers.get("content-security-policy") ?? "",
    nonce: /name="style-nonce" content="([^"]+)"/.exec(html)?.[1] ?? "",
  };
}

test.each(["/console", "/console/"])(
  "%s runs the desk's own script alone, in nobody's frame",
  async (path) => {
    const [first, second] = await Promise.all([page(path), page(path)]);
    expect(first.policy).toContain("script-src 'self';");
    expect(first.policy).toContain(`style-src 'self' 'nonce-${first.nonce}'`);
    expect(first.policy).toContain("frame-ancestors 'none'");
    expect(first.nonce).not.toBe(second.nonce);
    expect(first.html.match(/<script/g)).toHaveLength(1);
  },
);

test("what the page needs is kept by browsers, and small", async () => {
  const { html } = await page("/console");
  const assets = [...html.matchAll(/"(\/console\/assets\/[^"]+)"/g)].map(([, url]) => url ?? "");
  expect(assets.length).toBeGreaterThan(1);
  let bytes = 0;
  for (const url of assets) {
    const answer = await fetch(desk.url + url, { headers: { "accept-encoding": "br" } });
    expect(answer.headers.get("cache-control")).toMatch(/immutable/);
    expect(answer.headers.get("content-encoding")).toBe("br");
    bytes += Number(answer.headers.get("content-length"));
  }
  process.stdout.write(`  the console: ${(bytes / 1024).toFixed(0)} KB in ${assets.length} files\n`);
  expect(bytes).toBeLessThan(250 * 1024);
});
