import { describe, expect, test } from "vitest";
import { KeyKind } from "../../src/keys/key-kinds.ts";
import { keysOn } from "../keys/keys-on.ts";
import { openApi } from "./api-desk.ts";
import { bothStores } from "./both-stores.ts";

const within = { timeout: 10_000 };

describe.each(bothStores)("on %s", (_, openStores) => {
  test("T48: an owner sees the kinds of keys, and makes new ones, which other processes have at once", async () => {
    const { here, there, remove } = await openStores();
    const api = await openApi({ store: here });
    const elsewhere = await keysOn(there);
    const oak = await api.join("Oak", "owner");
    const { body } = await oak.get("/keys");
    expect(body.keys.map(({ kind }: { kind: string }) => kind)).toEqual(KeyKind.options);
    for (const line of body.keys) expect(line).toMatchObject({ before: null, fixed: false });
    const before = elsewhere.of("console-links");

    const gentle = await oak.post("/keys/console-links", { atOnce: false });
    expect(gentle).toMatchObject({ status: 200, body: { before: expect.any(String), secret: null } });
    await expect.poll(() => elsewhere.of("console-links").length, within).toBe(2);
    const atOnce = await oak.post("/keys/console-links", { atOnce: true });
    expect(atOnce).toMatchObject({ status: 200, body: { before: null, secret: null } });
    await expect.poll(() => elsewhere.of("console-links").length, within).toBe(1);
    expect(elsewhere.of("console-links")).not.toEqual(before);

    const { secret } = (await oak.post("/keys/direct-line", { atOnce: false })).body;
    await expect.poll(() => elsewhere.secrets("direct-line")[0], within).toBe(secret);
    const listed = JSON.stringify((await oak.get("/keys")).body);
    expect(listed).not.toContain(secret);
    const { lines } = (await oak.get("/audit?what=key rotated")).body;
    expect(lines.map(({ about }: { about: object }) => about)).toEqual([
      { kind: "direct-line", until: expect.stringMatching(/^20/) },
      { kind: "console-links", until: "now" },
      { kind: "console-links", until: expect.stringMatching(/^20/) },
    ]);
    api.wait(11 * 60_000);
    expect((await oak.post("/keys/conversations", { atOnce: true })).body.code).toBe("step-up");
    elsewhere.close();
    await api.stop();
    if (there !== here) await there.close();
    await remove();
  });
});
