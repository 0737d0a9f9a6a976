import { expect, test } from "vitest";
import { storeFolder } from "./project.ts";
import { startDesk } from "./running-desk.ts";

const hello = (url: string) =>
  fetch(`${url}/api/messages`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ type: "message", text: "hello", serviceUrl: "http://127.0.0.1:9/" }),
  });

test("T35: without an app id /api/messages is not there", async () => {
  const desk = await startDesk(storeFolder());
  expect((await hello(desk.url)).status).toBe(404);
});

test("with one it is there, and takes nothing without a token", async () => {
  const desk = await startDesk(storeFolder(), undefined, {
    MicrosoftAppId: "11111111-2222-4333-8444-555555555555",
    MicrosoftAppPassword: "a password of the bot",
  });
  expect((await hello(desk.url)).status).toBe(401);
});
