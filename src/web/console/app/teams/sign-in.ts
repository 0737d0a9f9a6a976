import { apiRequest, bearer, holdBearer } from "../api/request.ts";
import type { ReplyBody } from "../api/schemas.ts";
import { makeSignal, type Signal } from "../desk/state.ts";

/** How Teams looks: light, dark, or of high contrast. */
type TeamsTheme = "default" | "dark" | "contrast";

/** Its look by now; null outside of Teams. */
export const teamsTheme: Signal<TeamsTheme | null> = makeSignal<TeamsTheme | null>(null);

/** Takes the name of a theme; what it does not know is the usual one. */
function takeTheme(name: string): void {
  teamsTheme.change(() => (name === "dark" || name === "contrast" ? name : "default"));
}

const { in: place, signIn } = document.documentElement.dataset;

/** Whether the console is a tab in Teams. */
export const inTeams = place === "teams";

/** Whether Teams can sign people in. */
const teamsSignsIn = signIn === "teams";

/** Joins Teams, and signs whoever is linked to their Microsoft account in by it. Without that they sign in as elsewhere. */
export async function enterTeams(): Promise<void> {
  if (!inTeams) return;
  const { joinTeams, teamsToken } = await import("./host.ts");
  await joinTeams(takeTheme).catch(() => undefined);
  if (bearer() !== null && (await apiRequest("session")).kind === "ok") return;
  holdBearer(null);
  const token = teamsSignsIn ? await teamsToken() : null;
  if (token === null) return;
  const answered = await apiRequest<ReplyBody<"BearerSession">>("microsoft-session", { body: { token } });
  if (answered.kind === "ok") holdBearer(answered.body.token);
}
