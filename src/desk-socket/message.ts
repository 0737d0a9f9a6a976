import { z } from "zod";

/** What a caller sends: first the command, then, in a talk, what it says. The end of its side is the end of what it says. */
export const CallerLine = z.union([
  z.strictObject({ command: z.string(), args: z.unknown() }),
  z.strictObject({ say: z.unknown() }),
]);

/** What the desk sends: first who it is, then values, then the end or an error. */
export const DeskLine = z.union([
  z.strictObject({ desk: z.number().int() }),
  z.strictObject({ value: z.unknown() }),
  z.strictObject({ end: z.literal(true) }),
  z.strictObject({ error: z.string(), code: z.string().optional() }),
]);
export type DeskLine = z.infer<typeof DeskLine>;
