import fc from "fast-check";
import { decodeJwt } from "jose";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ask, conversationPath, newPass, type Reply } from "./ask.ts";
import { type EchoDesk, openEchoDesk } from "./echo-desk.ts";
import { connect } from "./real-client.ts";

const shop = "https://shop.example";
const blog = "https://blog.example";
const secret = "a-secret-for-the-wishes";
let desk: EchoDesk;
beforeAll(async () => {
  const never = { burst: 100_000, perSecond: 100_000 };
  desk = await openEchoDesk({
    allowedOrigins: [shop, blog],
    secret,
    limits: { tokensPerConversation: never },
  });
});
afterAll(() => desk.stop());

/** The calls that make a token for a server's wish, and what they answer. */
const doors = [
  ["tokens/generate", 200],
  ["conversations", 201],
] as const;
type DoorPath = (typeof doors)[number][0];

const wish = (door: string, body: unknown, token = secret): Promise<Reply> =>
  ask(desk, "POST", `/v3/directline/${door}`, { token, body });
const read = async ({ body }: Reply, origin: string): Promise<number> =>
  (await ask(desk, "GET", conversationPath(body, "/activities"), { token: body.token, headers: { origin } }))
    .status;

/** A name with each of its letters in either case. */
const spelt = (name: string): fc.Arbitrary<string> =>
  fc
    .array(fc.boolean(), { minLength: name.length, maxLength: name.length })
    .map((upper) => [...name].map((letter, at) => (upper[at] ? letter.toUpperCase() : letter)).join(""));
const some = { numRuns: 40 };

describe.each(doors)("%s", (door: DoorPath, made) => {
  test("honours the person and the pages in any spelling of their names", () =>
    fc.assert(
      fc.asyncProperty(
        fc.tuple(...["user", "id", "name", "trustedOrigins", "eTag"].map(spelt)),
        fc.stringMatching(/^dl_[\w-]{1,40}$/),
        async ([user = "", id = "", name = "", origins = "", eTag = ""], who) => {
          const reply = await wish(door, {
            [user]: { [id]: who, [name]: "Lee" },
            [origins]: [shop],
            [eTag]: "1",
          });
          expect(reply.status).toBe(made);
          expect(decodeJwt(reply.body.token)).toMatchObject({ user: who, origins: [shop] });
          expect([await read(reply, shop), await read(reply, blog)]).toEqual([200, 403]);
        },
      ),
      some,
    ));

  test("refuses a name that it does not know, and says which", () =>
    fc.assert(
      fc.asyncProperty(
        fc
          .oneof(
            fc.stringMatching(/^[A-Za-z][\w-]{0,30}$/),
            fc.constantFrom(
              "trustedOrigin",
              "trusted_origins",
              "origins",
              "userId",
              "users",
              "id",
              "user.id",
            ),
          )
          .filter((name) => !/^(user|trustedorigins|etag|locale|constructor|prototype)$/i.test(name)),
        fc.boolean(),
        async (name, within) => {
          fc.pre(!within || !/^(id|name|role|aadObjectId)$/i.test(name));
          const body = within ? { User: { [name]: "dl_x" } } : { [name]: [shop] };
          const { status, body: answer } = await wish(door, body);
          expect([status, answer.error.code]).toEqual([400, "unknown-name"]);
          expect(answer.error.message).toContain(within ? `"User.${name}"` : `"${name}"`);
        },
      ),
      some,
    ));

  test("refuses a name that is there in two spellings", () =>
    fc.assert(
      fc.asyncProperty(spelt("trustedOrigins"), spelt("trustedOrigins"), async (one, other) => {
        fc.pre(one !== other);
        const { status, body } = await wish(door, { [one]: [shop], [other]: [blog] });
        expect([status, body.error.message.includes(other)]).toEqual([400, true]);
      }),
      some,
    ));

  test.each<[string, unknown]>([
    ["TrustedOrigins", shop],
    ["trustedOrigins", []],
    ["TRUSTEDORIGINS", null],
    ["trustedOrigins", {}],
    ["trustedOrigins", [shop, 7]],
    ["trustedOrigins", [[shop]]],
    ["trustedOrigins", [""]],
    ["trustedOrigins", ["*"]],
    ["trustedOrigins", ["null"]],
    ["trustedOrigins", ["shop.example"]],
    ["trustedOrigins", ["//shop.example"]],
    ["trustedOrigins", ["https://"]],
    ["trustedOrigins", ["https://*.shop.example"]],
    ["trustedOrigins", ["https://%2a.shop.example"]],
    ["trustedOrigins", ["https://lee:word@shop.example"]],
    ["trustedOrigins", ["javascript:alert(1)"]],
    ["trustedOrigins", ["data:text/html,x"]],
    ["trustedOrigins", ["file:///shop"]],
    ["trustedOrigins", ["blob:https://shop.example/1"]],
    ["trustedOrigins", Array(11).fill(shop)],
    ["User", "dl_lee"],
    ["user", null],
    ["user", ["dl_lee"]],
    ["uSER", 7],
    ["eTag", 7],
  ])("refuses %s: %j, and says which", async (name, value) => {
    const { status, body } = await wish(door, { [name]: value });
    expect([status, body.error.code]).toEqual([400, "unusable-value"]);
    expect(body.error.message).toContain(`"${name}"`);
  });

  test.each([
    "",
    "dl_",
    "DL_lee",
    "dl-lee",
    "lee",
    "r_1f0e2d3c4b",
    " dl_lee",
    "dl_lee ",
    "dl_a b",
    "dl_a/b",
    `dl_${"x".repeat(101)}`,
    7,
    null,
    ["dl_lee"],
  ])("refuses the user id %j", async (id) => {
    for (const [user, own] of [
      ["user", "id"],
      ["User", "Id"],
      ["USER", "ID"],
    ] as const) {
      const { status, body } = await wish(door, { [user]: { [own]: id } });
      expect([status, body.error.code]).toEqual([400, "bad-user-id"]);
      expect(body.error.message).toContain(`"${user}.${own}"`);
      expect(body.error.message).toContain("dl_");
    }
  });

  test.each([
    ["role", "bot"],
    ["Role", "USER"],
    ["name", 7],
    ["AadObjectId", {}],
  ])("refuses %s: %j of a person", async (name, value) => {
    const { status, body } = await wish(door, { user: { id: "dl_lee", [name]: value } });
    expect([status, body.error.code]).toEqual([400, "unusable-value"]);
    expect(body.error.message).toContain(`"user.${name}"`);
  });

  test.each([null, [], "text", 7, true])("refuses the body %j", async (body) => {
    expect((await wish(door, body)).status).toBe(400);
  });

  test.each([
    undefined,
    {},
    { user: {} },
    { User: { Name: "Lee", Role: "user", AadObjectId: null } },
    { user: { id: "dl_lee", name: null, aadObjectId: null, role: null }, eTag: null },
  ])("takes %j", async (body) => {
    const reply = await wish(door, body);
    expect(reply.status).toBe(made);
    expect(decodeJwt(reply.body.token)["user"]).toMatch(/^dl_/);
    expect(decodeJwt(reply.body.token)["origins"]).toBeUndefined();
  });

  test.each([`${shop}/`, `${shop}/help?x=1#top`, "HTTPS://Shop.Example:443", `${shop}/lee@home/*`])(
    "takes %s as the origin of its page",
    async (page) => {
      const reply = await wish(door, { trustedOrigins: [page, page] });
      expect(decodeJwt(reply.body.token)["origins"]).toEqual([shop]);
    },
  );
});

test("a locale is read however systems write it, and refused when it is none", async () => {
  const begun = async (locale: unknown) => {
    const { status, body } = await wish("conversations", { Locale: locale });
    if (status !== 201) return [status, body.error.message.includes('"Locale"')];
    return [status, ((await desk.store.conversation(body.conversationId)) as { locale: string }).locale];
  };
  expect(await begun("pt-BR")).toEqual([201, "pt-BR"]);
  expect(await begun("en-US@posix")).toEqual([201, "en-US"]);
  expect(await begun("de_CH.UTF-8")).toEqual([201, "de-CH"]);
  for (const locale of ["", "?", "e", 7, null, {}, "x".repeat(40)])
    expect(await begun(locale)).toEqual([400, true]);
});

test("whoever has a talk's token begins it as the person of the token, for its pages or fewer", async () => {
  const { body: made } = await wish("tokens/generate", {
    user: { id: "dl_lee" },
    trustedOrigins: [shop, blog],
  });
  const begin = (body: unknown) => wish("conversations", body, made.token);
  expect((await begin({ User: { Id: "dl_lee" }, Locale: "en" })).status).toBe(201);
  for (const [body, code, name] of [
    [{ User: { Id: "dl_kim" } }, "unusable-value", "User.Id"],
    [{ User: { Id: "kim" } }, "bad-user-id", "User.Id"],
    [{ TrustedOrigins: [shop, "https://evil.example"] }, "unusable-value", "TrustedOrigins"],
    [{ Origins: [shop] }, "unknown-name", "Origins"],
  ] as const) {
    const { status, body: answer } = await begin(body);
    expect([status, answer.error.code]).toEqual([400, code]);
    expect(answer.error.message).toContain(`"${name}"`);
  }
  const fewer = await begin({ TRUSTEDORIGINS: [blog] });
  expect([await read(fewer, blog), await read(fewer, shop)]).toEqual([200, 403]);
});

test("nothing can be wished of a token that is refreshed", async () => {
  const pass = await newPass(desk);
  const refresh = (body: unknown) => wish("tokens/refresh", body, pass.token);
  for (const body of [undefined, {}]) expect((await refresh(body)).status).toBe(200);
  for (const name of ["trustedOrigins", "TrustedOrigins", "user"]) {
    const { status, body } = await refresh({ [name]: [shop] });
    expect([status, body.error.message.includes(`"${name}"`)]).toEqual([400, true]);
  }
  for (const body of [null, [], "text"]) expect((await refresh(body)).status).toBe(400);
});

test("who may not ask hears that first, whatever stands in the body", async () => {
  const { token } = await newPass(desk);
  expect((await wish("tokens/generate", { Origins: 1 }, token)).status).toBe(403);
  expect((await wish("conversations", { Origins: 1 }, `${secret}-wrong`)).status).toBe(403);
  expect((await wish("tokens/refresh", { Origins: 1 }, secret)).status).toBe(403);
});

test("the real client begins with such a token, in its own language", async () => {
  const { body } = await wish("tokens/generate", { User: { Id: "dl_lee" } });
  const client = connect({
    domain: desk.domain,
    token: body.token,
    webSocket: true,
    conversationStartProperties: { locale: "en-US@posix" },
  });
  await client.say("hello");
  await expect.poll(client.texts, { timeout: 8000 }).toContain("echo hello");
  expect(client.seen[1]?.from.id).toBe("dl_lee");
  client.end();
});
