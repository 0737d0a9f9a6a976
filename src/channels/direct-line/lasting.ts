import type { Line } from "./line.ts";
import type { Bearer } from "./token.ts";

/** How long a token for a conversation lasts now: as long as others, but no longer than the grant that it rests on. */
export async function lastsFor(
  { tokens, grants, web }: Pick<Line, "tokens" | "grants" | "web">,
  to: Bearer,
): Promise<{ until: number; seconds: number }> {
  const now = Math.floor(web.settings.now() / 1000);
  const grant = await grants.find(to);
  const end = grant === undefined ? Number.POSITIVE_INFINITY : Math.floor(Date.parse(grant.until) / 1000);
  return { until: end, seconds: Math.max(0, Math.min(tokens.lifetime, end - now)) };
}
