import { app, authentication } from "@microsoft/teams-js";
import { apiRequest, bearer, holdBearer } from "../api/request.ts";
import { makeSignal, type Signal } from "../desk/state.ts";
import { goTo } from "../shell/route.ts";

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

const patienceMs = 8000;

/** Gives what comes in time, and fails when nothing does: a host that does not answer must not keep the console shut. */
const inTime = <T>(answer: Promise<T>): Promise<T> =>
  Promise.race([
    answer,
    new Promise<T>((_, reject) => setTimeout(() => reject(new Error("no answer")), patienceMs)),
  ]);

/** Makes friends with Teams: its theme is followed from now on, and the ticket of the link by which one came is opened. */
export async function joinTeams(): Promise<void> {
  await inTime(app.initialize());
  app.registerOnThemeChangeHandler(takeTheme);
  const context = await inTime(app.getContext());
  takeTheme(context.app.theme);
  const ticket = Number(context.page.subPageId);
  if (Number.isInteger(ticket) && ticket > 0) goTo({ page: "tickets", view: "all", ticket });
  void app.notifySuccess().catch(() => undefined);
}

/** The token by which Microsoft says who one is; null when Teams gives none. */
export const teamsToken = (): Promise<string | null> =>
  inTime(authentication.getAuthToken()).catch(() => null);

/** Joins Teams, and signs whoever is linked to their Microsoft account in by it. Without that they sign in as elsewhere. */
export async function enterTeams(): Promise<void> {
  if (!inTeams) return;
  const { joinTeams, teamsToken } = await import("./sign-in.ts");
  await joinTeams().catch(() => undefined);
  if (bearer() !== null && (await apiRequest("session")).kind === "ok") return;
  holdBearer(null);
  const token = teamsSignsIn ? await teamsToken() : null;
  if (token === null) return;
  const answered = await apiRequest<{ token: string }>("microsoft-session", { body: { token } });
  if (answered.kind === "ok") holdBearer(answered.body.token);
}
