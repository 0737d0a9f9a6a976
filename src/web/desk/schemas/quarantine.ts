import { z } from "zod";
import { HeldBecause } from "../../../store/ticket.ts";

/** The tickets in quarantine of one network, which is known by a keyed hash. */
export const HeldNetwork = z
  .object({
    /** null: of no network that is known any more */
    network: z.string().nullable(),
    tickets: z.number().int().positive(),
    /** of these, in which somebody is in distress */
    distress: z.number().int().nonnegative(),
    /** of the same network in the queue, taken up by nobody yet */
    queued: z.number().int().nonnegative(),
    because: HeldBecause,
    oldest: z.iso.datetime(),
    newest: z.iso.datetime(),
  })
  .meta({ id: "HeldNetwork" });

/** Something that closed many tickets at once, which can be undone until a moment. */
export const SweepAct = z
  .object({
    id: z.string(),
    network: z.string(),
    by: z.string(),
    at: z.iso.datetime(),
    until: z.iso.datetime(),
    tickets: z.number().int().nonnegative(),
  })
  .meta({ id: "SweepAct" });

export const QuarantinePage = z.object({
  total: z.number().int().nonnegative(),
  /** the networks with the most tickets first, at most 200 of them */
  networks: z.array(HeldNetwork),
  /** how many networks there are */
  networksTotal: z.number().int().nonnegative(),
  acts: z.array(SweepAct),
});
export type QuarantinePage = z.infer<typeof QuarantinePage>;

export const LetInAnswer = z.object({ tickets: z.number().int().nonnegative() });

/** What is closed besides the network's quarantine: its tickets in the queue (supervisors and owners), and those in distress. */
export const SweepWish = z.strictObject({
  queued: z.boolean().default(false),
  distress: z.boolean().default(false),
});
/** `left`: tickets that one act did not close; another one does. */
export const SweepAnswer = z.object({ act: SweepAct, left: z.number().int().nonnegative() });
