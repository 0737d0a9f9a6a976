import { z } from "zod";
import type { Recorder } from "../audit/recorder.ts";
import type { Keys } from "../keys/keys.ts";
import { KeyKind } from "../keys/kinds.ts";

const Args = z.union([z.tuple([KeyKind]), z.tuple([KeyKind, z.literal("--now")])]);

/** Thrown when a command does not say which key. */
class NoKey extends Error {
  readonly code = "no-key";
}

/** What the commands about keys work on. */
export interface KeyCommandParts {
  keys: Pick<Keys, "list" | "rotate">;
  audit: Recorder;
}

/** The kinds of keys, when each was made, and until when those before it are read; never a key. */
export function* listKeys({ keys }: KeyCommandParts): Generator<object> {
  yield* keys.list();
}

/** Makes a new key of a kind; with --now the ones before are void at once, as when one has leaked. */
export async function rotateKey({ keys, audit }: KeyCommandParts, args: unknown): Promise<object> {
  const read = Args.safeParse(args);
  if (!read.success)
    throw new NoKey(
      `rotate-key: takes ${KeyKind.options.join(", ")}, and --now where the one before has leaked`,
    );
  const [kind, atOnce] = read.data;
  const { key, until } = await keys.rotate(kind, atOnce !== undefined);
  await audit({
    who: { kind: "operator" },
    from: null,
    what: "key rotated",
    about: { kind, until: until ?? "now" },
  });
  return { kind, before: until, ...(kind === "direct-line" && { secret: key }) };
}
