import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { launchDesk, type RunningDesk } from "../cli/running-desk.ts";
import { ask, conversationPath, newPass, type Pass, post, until } from "../directline/ask.ts";

const folder = mkdtempSync(path.join(tmpdir(), "exit-desk-threats-"));
/** where the desk's process would put files of passage */
const passage = mkdtempSync(path.join(tmpdir(), "exit-desk-passage-"));
let desk: RunningDesk;
let pass: Pass;

beforeAll(async () => {
  desk = await launchDesk(folder, undefined, { TMPDIR: passage });
  pass = await newPass(desk);
  await ask(desk, "POST", "/v3/directline/conversations", { token: pass.token });
});
afterAll(async () => {
  await desk.kill();
  for (const made of [folder, passage]) rmSync(made, { recursive: true });
});

interface Said {
  id: string;
  text: string;
  replyToId?: string;
}

const read = async (): Promise<Said[]> =>
  (await ask(desk, "GET", conversationPath(pass, "/activities"), { token: pass.token })).body.activities;

/** Posts a message, waits for its answer, and gives the message as it was kept. */
async function say(message: object): Promise<Said | undefined> {
  const { id } = (await post(desk, pass, { type: "message", ...message })).body;
  await until(async () => (await read()).some(({ replyToId }) => replyToId === id));
  return (await read()).find((one) => one.id === id);
}

test.each([
  ["NUL", "a\0b", "ab"],
  ["a lone surrogate", "a\ud83d b", "a\ufffd b"],
  ["right to left, and signs of no width", "\u202eabc\u200b\u2066", "\u202eabc\u200b\u2066"],
  ["a family", "👩‍👩‍👧", "👩‍👩‍👧"],
  ["a sign and its accent", "e\u0301", "e\u0301"],
])("T16: %s is kept equal or cleaned, and answered", async (_, text, kept) => {
  expect((await say({ text }))?.text).toBe(kept);
});

test("T32: whatever is asked, the log has one JSON line for each event", async () => {
  const line = '{"level":60,"msg":"forged"}';
  const hostile = [`\r\n${line}\n`, `\u2028${line}\u2029`, "\u001b[2J\u001b[31mred", "a\0b"];
  for (const text of hostile) {
    await say({ text, id: text, name: text });
    await ask(desk, "GET", `/${encodeURIComponent(text)}`);
    await ask(desk, "GET", conversationPath({ conversationId: encodeURIComponent(text) }), {
      token: "forged",
    });
    await ask(desk, "POST", "/api/desk/session", { body: { email: text, password: text } });
  }
  const events = desk
    .output()
    .split("\n")
    .filter((text) => text !== "" && !/^(Exit Desk ready|Owner link) ?:? /.test(text));
  expect(events.length).toBeGreaterThan(hostile.length);
  for (const event of events)
    expect(JSON.parse(event)).toMatchObject({
      level: expect.any(Number),
      msg: expect.not.stringContaining("forged"),
    });
});

test("T34: no address that a person sends is asked for anything", async () => {
  const asked: string[] = [];
  const bait = createServer((req, res) => {
    asked.push(req.url ?? "");
    res.end();
  }).listen(0, "127.0.0.1");
  onTestFinished(() => void bait.close());
  await until(() => bait.listening);
  const url = `http://127.0.0.1:${(bait.address() as AddressInfo).port}`;
  const attachments = [{ contentType: "image/png", contentUrl: `${url}/image` }];
  expect((await post(desk, pass, { type: "message", text: "look", attachments })).status).toBe(415);
  const card = { type: "AdaptiveCard", body: [{ type: "Image", url: `${url}/card` }] };
  const addresses = {
    serviceUrl: `${url}/service`,
    callerId: `${url}/caller`,
    relatesTo: { serviceUrl: url },
  };
  await say({ text: `${url}/text`, value: card, channelData: card, ...addresses });
  await say({ text: `![image](${url}/markdown)`, textFormat: "markdown" });
  expect(asked).toEqual([]);
});

test("T35: without an app id there is no door for the connector, and nothing else misses it", async () => {
  const activity = {
    type: "message",
    text: "hello",
    serviceUrl: "http://127.0.0.1:9/",
    channelId: "emulator",
  };
  for (const token of ["", pass.token])
    expect((await ask(desk, "POST", "/api/messages", { body: activity, token })).status).toBe(404);
  expect(await say({ text: "will my reviews disappear" })).toBeDefined();
});

test.each([
  ["a page", "page.html", "<script>alert(1)</script>", "text/html"],
  [
    "a drawing that runs",
    "x.svg",
    '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
    "image/svg+xml",
  ],
  ["a program", "setup.exe", "MZ\u0090\0", "application/octet-stream"],
  ["a packed file", "bomb.zip", `PK\u0003\u0004${"\0".repeat(1_000_000)}`, "application/zip"],
  ["a name that climbs", "../../../etc/passwd", "root", "text/plain"],
  ["a name with an end of line", 'a\r\nX-Evil: 1".png', "x", "image/png"],
  ["an empty file", "empty.png", "", "image/png"],
])(
  "T39: %s is refused as an upload, with words, and nothing of it is kept",
  async (_, name, content, type) => {
    const form = new FormData();
    form.set("activity", new Blob(['{"type":"message"}'], { type: "application/vnd.microsoft.activity" }));
    form.set("file", new Blob([content], { type }), name);
    const response = await fetch(`${desk.url}${conversationPath(pass, "/upload?userId=dl_x")}`, {
      method: "POST",
      headers: { authorization: `Bearer ${pass.token}` },
      body: form,
    });
    expect(response.status).toBe(415);
    expect(await response.json()).toMatchObject({
      error: { code: "no-uploads", message: expect.any(String) },
    });
    expect(readdirSync(passage)).toEqual([]);
  },
);

test("T39: an upload of 100 MB is refused or cut, and the next message is answered", async () => {
  const huge = fetch(`${desk.url}${conversationPath(pass, "/upload?userId=dl_x")}`, {
    method: "POST",
    headers: { authorization: `Bearer ${pass.token}`, "content-type": "multipart/form-data; boundary=x" },
    body: new Uint8Array(100_000_000),
  });
  expect([415, "cut"]).toContain(
    await huge.then(
      ({ status }) => status,
      () => "cut",
    ),
  );
  expect(await say({ text: "can I pause my account" })).toBeDefined();
  expect(readdirSync(passage)).toEqual([]);
});
