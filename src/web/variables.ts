import { z } from "zod";

/** What the environment says of the desk's doors. */
export const DoorVariables = z.object({
  DIRECT_LINE_SECRET_OLD: z
    .string()
    .refine((value) => value === "" || value.length >= 16, "takes at least 16 characters")
    .default(""),
});
type DoorVariables = z.infer<typeof DoorVariables>;

/** How the doors are set up. */
export interface DoorSettings {
  /** the secret before the present one, still taken but no longer used; null: there is none */
  olderSecret: string | null;
}

/** What is missing of variables that only go together, or null. */
export const doorGap = (env: DoorVariables & { DIRECT_LINE_SECRET: string }): string | null =>
  env.DIRECT_LINE_SECRET_OLD !== "" && env.DIRECT_LINE_SECRET === ""
    ? "DIRECT_LINE_SECRET: got nothing, is needed together with DIRECT_LINE_SECRET_OLD"
    : null;

/** Reads the variables of the doors. */
export const doorSettings = (env: DoorVariables): DoorSettings => ({
  olderSecret: env.DIRECT_LINE_SECRET_OLD || null,
});
