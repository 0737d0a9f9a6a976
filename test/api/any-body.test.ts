import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ClientFrame } from "../../src/api/schemas/conversations.ts";
import { anyJson } from "../anything.ts";
import { openApi, type TestApi } from "./api-desk.ts";

let api: TestApi;
beforeAll(async () => {
  api = await openApi();
});
afterAll(() => api.stop());

test("each call takes or refuses any body and any query, without a throw", () => {
  const texts = fc.dictionary(fc.string(), fc.oneof(fc.string({ unit: "binary" }), fc.double().map(String)));
  const bodies = api.calls.flatMap(({ body }) => (body === undefined ? [] : [body]));
  const queries = api.calls.flatMap(({ query }) => (query === undefined ? [] : [query]));
  expect([bodies.length > 10, queries.length > 3]).toEqual([true, true]);
  fc.assert(
    fc.property(anyJson, texts, (value, asked) => {
      for (const body of bodies) expect(body.safeParse(value).success).toBeTypeOf("boolean");
      for (const query of queries) expect(query.safeParse(asked).success).toBeTypeOf("boolean");
      expect(ClientFrame.safeParse(value).success).toBe(JSON.stringify(value) === '{"kind":"alive"}');
    }),
    { numRuns: 500 },
  );
});
