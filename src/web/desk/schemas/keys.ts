import { z } from "zod";
import { KeyKind } from "../../../keys/kinds.ts";

/** The key of one kind, which itself is never told. */
export const KeyLine = z
  .object({
    kind: KeyKind,
    madeAt: z.iso.datetime(),
    /** until when those before it are read; null: there are none */
    before: z.iso.datetime().nullable(),
    /** it stands in the environment, and is changed there */
    fixed: z.boolean(),
  })
  .meta({ id: "KeyLine" });
export type KeyLine = z.infer<typeof KeyLine>;
export const KeyLines = z.object({ keys: z.array(KeyLine) });

/** `atOnce`: the one before has leaked, and what it signed is void. */
export const RotateKey = z.strictObject({ atOnce: z.boolean() });

/** `secret`: the new one where programs have to be given it. */
export const RotatedKey = z.object({ before: z.iso.datetime().nullable(), secret: z.string().nullable() });
