import type { IncomingMessage } from "node:http";
import { get } from "node:https";
import { expect, test } from "vitest";
import { storeFolder } from "../cli/project.ts";
import { startDesk } from "../cli/running-desk.ts";
import { writeCertificate } from "./certificate.ts";

const pages = ["/", "/widget/frame", "/console", "/console?in=teams"];
const others = [
  "/livez",
  "/api/openapi.json",
  "/api/desk/session",
  "/v3/directline/conversations/x",
  "/nowhere",
];

const policyOf = ({ headers }: IncomingMessage): Map<string, string> => {
  const parts = String(headers["content-security-policy"] ?? "").split("; ");
  return new Map(parts.map((part) => [part.split(" ", 1)[0] ?? "", part]));
};

test("a desk that speaks https says with every answer what browsers may do with it", async () => {
  const folder = storeFolder();
  const { cert, key, pem } = await writeCertificate(folder, "desk");
  const desk = await startDesk(folder, undefined, { TLS_CERT: cert, TLS_KEY: key });
  expect(desk.url).toMatch(/^https:/);
  const ask = (path: string): Promise<IncomingMessage> =>
    new Promise((resolve, reject) => {
      const req = get(`${desk.url}${path}`, { ca: pem, agent: false }, (res) => resolve(res.resume()));
      req.once("error", reject);
    });
  for (const path of [...pages, ...others]) {
    const answer = await ask(path);
    const policy = policyOf(answer);
    expect([path, policy.get("default-src")]).toEqual([path, "default-src 'none'"]);
    expect(policy.get("script-src") ?? "script-src 'self'").toBe("script-src 'self'");
    expect(policy.get("frame-ancestors")).toMatch(/^frame-ancestors '(none|self)'/);
    expect([...policy.values()].join(" ")).not.toMatch(/unsafe|\*/);
    expect(answer.headers["strict-transport-security"]).toBe("max-age=31536000");
    expect(answer.headers["x-content-type-options"]).toBe("nosniff");
    expect(answer.headers["referrer-policy"]).toBe("no-referrer");
    if (pages.includes(path))
      expect(answer.headers["permissions-policy"]).toBe("camera=(), geolocation=(), microphone=()");
  }
  expect(await desk.stop()).toBe(0);
});
