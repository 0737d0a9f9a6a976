import { expect, test } from "vitest";
import { makeLinks } from "../../../src/people/link.ts";
import { ask, newPass, post } from "./ask.ts";
import { openEchoDesk } from "./echo-desk.ts";

const [first, second, third] = ["the-first-secret-of-all", "the-secret-after-it", "the-one-after-that"];

test("T19: a secret is changed while people talk: two are valid at a time, and the one before them is not", async () => {
  const before = await openEchoDesk({ secret: first });
  const { folder } = before;
  const pass = await newPass(before);
  const hello = { type: "message", text: "hello" };
  expect((await post(before, pass, hello)).status).toBe(200);
  await before.stop();

  const between = await openEchoDesk({ folder, secret: second, olderSecret: first });
  expect((await post(between, pass, hello)).status).toBe(200);
  const fresh = await ask(between, "POST", "/v3/directline/tokens/refresh", { token: pass.token });
  for (const secret of [first, second])
    expect(
      (await ask(between, "POST", "/v3/directline/tokens/generate", { token: secret, body: {} })).status,
    ).toBe(200);
  await between.stop();

  const after = await openEchoDesk({ folder, secret: third, olderSecret: second });
  expect((await post(after, pass, hello)).status).toBe(403);
  expect((await post(after, { ...pass, token: fresh.body.token }, hello)).status).toBe(200);
  expect(
    (await ask(after, "POST", "/v3/directline/tokens/generate", { token: first, body: {} })).status,
  ).toBe(403);
  await after.stop();
});

test("links to the console outlive a change of the secret, too", async () => {
  const now = () => new Date();
  const link = await makeLinks(first, now).sign("invitation", "birch", new Date(Date.now() + 60_000));
  expect(await makeLinks(second, now, first).read("invitation", link)).toBe("birch");
  expect(await makeLinks(second, now, first).read("owner", link)).toBe(null);
  expect(await makeLinks(third, now, second).read("invitation", link)).toBe(null);
});
