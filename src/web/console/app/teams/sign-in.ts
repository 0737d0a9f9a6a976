import { apiRequest, bearer, holdBearer } from "../api/request.ts";
import type { ReplyBody } from "../api/schemas.ts";
import { makeSignal, type Signal } from "../desk/state.ts";

/** Theme of Teams. */
type TeamsTheme = "default" | "dark" | "contrast";

/** Current theme of Teams; null outside of Teams. */
export const teamsTheme: Signal<TeamsTheme | null> = makeSignal<TeamsTheme | null>(null);

/** Sets the theme; unknown names become the default. */
function takeTheme(name: string): void {
  teamsTheme.change(() => (name === "dark" || name === "contrast" ? name : "default"));
}

const { in: place, signIn } = document.documentElement.dataset;

/** Whether the console is a tab in Teams. */
export const inTeams = place === "teams";

/** Whether sign-in through Teams is configured. */
const teamsSignsIn = signIn === "teams";

/** Initializes Teams, and signs in by the linked Microsoft account. Without one, the usual form is shown. */
export async function enterTeams(): Promise<void> {
  if (!inTeams) return;
  const { joinTeams, teamsToken } = await import("./host.ts");
  await joinTeams(takeTheme).catch(() => undefined);
  if (bearer() !== null && (await apiRequest("session")).kind === "ok") return;
  holdBearer(null);
  const token = teamsSignsIn ? await teamsToken() : null;
  if (token === null) return;
  const response = await apiRequest<ReplyBody<"BearerSession">>("microsoft-session", { body: { token } });
  if (response.kind === "ok") holdBearer(response.body.token);
}
