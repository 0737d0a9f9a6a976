import { readFileSync } from "node:fs";
import path from "node:path";
import { z } from "zod";

const Limits = z.strictObject({
  /** words of a sentence */
  sentence: z.number(),
  /** words of a turn outside gates, and at one */
  turn: z.number(),
  gate: z.number(),
  gates: z.array(z.string()),
  buttonWords: z.number(),
  buttons: z.number(),
  /** fewer words than these have no reading grade */
  group: z.number(),
  grade: z.strictObject({ people: z.number(), agents: z.number() }),
  /** files that agents and operators read; people read the others */
  agents: z.array(z.string()),
  /** the usual way through closing */
  usual: z.strictObject({
    total: z.number(),
    median: z.number(),
    guide: z.number(),
    onlyUpwork: z.number(),
  }),
  /** sentences that may be said at every gate */
  mayRepeat: z.array(z.string()),
  /** phrases that are matched, not said, besides those whose key ends in -words */
  matched: z.array(z.string()),
});
export type WordingLimits = z.infer<typeof Limits>;

const Exempt = z.strictObject({
  rule: z.string(),
  at: z.string(),
  /** how many words or buttons are allowed instead */
  upTo: z.number().optional(),
  reason: z.string(),
});
export type Exempt = z.infer<typeof Exempt>;

const Instead = z.record(z.string(), z.string());

/** How the desk may word what it says. */
export interface Wording {
  limits: WordingLimits;
  /** phrase -> what to say instead */
  banned: Record<string, string>;
  contractions: Record<string, string>;
  /** placeholder -> what stands for it */
  placeholders: Record<string, string>;
  exempt: Exempt[];
}

/** Reads data/wording/<locale>/. Throws an error that names a wrong file. */
export function loadWording(folder: string): Wording {
  const read = <T>(name: string, schema: z.ZodType<T>): T => {
    const file = path.join(folder, name);
    const parsed = schema.safeParse(JSON.parse(readFileSync(file, "utf8")));
    if (!parsed.success) throw new Error(`${file}: ${z.prettifyError(parsed.error)}`);
    return parsed.data;
  };
  return {
    limits: read("limits.json", Limits),
    banned: read("banned.json", Instead),
    contractions: read("contractions.json", Instead),
    placeholders: read("placeholders.json", Instead),
    exempt: read("exempt.json", z.array(Exempt)),
  };
}
