import { z } from "zod";

const id = z.string().toLowerCase();

const Placed = z.object({
  conversation: z.object({ tenantId: id.optional() }).optional(),
  channelData: z.object({ tenant: z.object({ id: id.optional() }).optional() }).optional(),
});

/** The tenants that a token and its activity name, or null when the activity names one in no known form. */
export function tenantsOf(activity: unknown, claimed: string | undefined): string[] | null {
  const placed = Placed.safeParse(activity);
  if (!placed.success) return null;
  const { conversation, channelData } = placed.data;
  const named = [claimed?.toLowerCase(), conversation?.tenantId, channelData?.tenant?.id];
  return [...new Set(named.filter((tenant) => tenant !== undefined))];
}

/** Tells whether a bot of one tenant (null: of any) may hear this; Teams names a tenant in each activity, other channels need not. */
export const isHome = (tenants: readonly string[], own: string | null, channelId: string): boolean =>
  own === null ||
  (tenants.every((tenant) => tenant === own) && (tenants.length > 0 || channelId !== "msteams"));
