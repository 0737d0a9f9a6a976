import { KeyKind } from "../../../keys/kinds.ts";
import type { ApiDesk } from "../desk.ts";
import { type Endpoint, endpoint } from "../endpoint.ts";
import { KeyLines, RotatedKey, RotateKey } from "../schemas/keys.ts";

/** The desk's keys, each kind of its own: when they were made, and making new ones. */
export function keyEndpoints({ keys }: ApiDesk): Endpoint[] {
  return [
    endpoint({
      method: "get",
      path: "/keys",
      summary: "The kinds of the desk's keys and when each was made; never a key",
      least: "owner",
      answer: KeyLines,
      handle: () => ({
        value: {
          keys: keys.list().map(({ kind, fixed, keys: [first, ...others] }) => ({
            kind,
            madeAt: first?.madeAt ?? "",
            before:
              others
                .map(({ until }) => until ?? "")
                .sort()
                .at(-1) ?? null,
            fixed,
          })),
        },
      }),
    }),
    endpoint({
      method: "post",
      path: "/keys/:kind",
      summary:
        "Make a new key of a kind; what the one before signed goes on for its time, or is void at once",
      least: "owner",
      stepUp: true,
      body: RotateKey,
      answer: RotatedKey,
      problems: ["unknown-key"],
      handle: async ({ params, body: { atOnce }, audit }) => {
        const kind = KeyKind.safeParse(params["kind"]);
        if (!kind.success || keys.isFixed(kind.data)) return { refused: "unknown-key" };
        const { key, until } = await keys.rotate(kind.data, atOnce);
        await audit("key rotated", { kind: kind.data, until: until ?? "now" });
        return { value: { before: until, secret: kind.data === "direct-line" ? key : null } };
      },
    }),
  ];
}
