import { makeConnectorAuth } from "../../src/teams/auth/connector-auth.ts";
import { homeTenant, openIssuer, serviceUrlOf } from "../../test/teams/issuer.ts";
import { activityFrom } from "../../test/teams/teams-message.ts";
import { median, shown } from "../numbers.ts";
import { type Figure, figure } from "../report.ts";

const rounds = 7;
const checks = 1000;
const MOST_MS = 0.2;

/** What it costs to prove that the connector sent an activity, in milliseconds of the processor on all threads. */
export async function measureGuard(): Promise<Figure> {
  const issuer = await openIssuer();
  const guard = makeConnectorAuth(issuer.settings(), {
    now: Date.now,
    log: () => undefined,
    trustLoopback: true,
  });
  const activity = activityFrom(serviceUrlOf(issuer), homeTenant);
  const round = async (tokens: readonly string[]): Promise<number> => {
    const began = process.cpuUsage();
    for (const token of tokens) {
      const answer = await guard.check({ authorization: `Bearer ${token}`, activity });
      if ("refused" in answer) throw new Error(`the guard refused a good token: ${answer.refused}`);
    }
    const { user, system } = process.cpuUsage(began);
    return (user + system) / 1000 / tokens.length;
  };
  const took = { fresh: [] as number[], again: [] as number[] };
  for (let n = 0; n < rounds; n += 1) {
    const tokens = await Promise.all(
      Array.from({ length: checks }, (_, at) => issuer.sign({ jti: `${n} ${at}` })),
    );
    took.fresh.push(await round(tokens));
    took.again.push(await round(Array(checks).fill(tokens.at(-1))));
  }
  await issuer.close();
  const again = `${shown(median(took.again))} ms for one that came before`;
  return figure("guard of a request from Teams", median(took.fresh), " ms", { most: MOST_MS }, again);
}
