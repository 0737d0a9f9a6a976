import { ask } from "../wire/ask.ts";
import { bearer, holdBearer } from "../wire/bearer.ts";
import { inTeams, teamsSignsIn } from "./place.ts";

/** Joins Teams, and signs whoever is linked to their Microsoft account in by it. Without that they sign in as elsewhere. */
export async function enterTeams(): Promise<void> {
  if (!inTeams) return;
  const { joinTeams, teamsToken } = await import("./host.ts");
  await joinTeams().catch(() => undefined);
  if (bearer() !== null && (await ask("session")).kind === "ok") return;
  holdBearer(null);
  const token = teamsSignsIn ? await teamsToken() : null;
  if (token === null) return;
  const answered = await ask<{ token: string }>("microsoft-session", { body: { token } });
  if (answered.kind === "ok") holdBearer(answered.body.token);
}
