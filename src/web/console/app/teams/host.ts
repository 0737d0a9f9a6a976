import { app, authentication } from "@microsoft/teams-js";
import { goTo } from "../shell/route.ts";

const patienceMs = 8000;

/** Gives what comes in time, and fails when nothing does: a host that does not answer must not keep the console shut. */
const inTime = <T>(answer: Promise<T>): Promise<T> =>
  Promise.race([
    answer,
    new Promise<T>((_, reject) => setTimeout(() => reject(new Error("no answer")), patienceMs)),
  ]);

/** Joins Teams: its theme is followed from now on, and the ticket of the link by which one came is opened. */
export async function joinTeams(takeTheme: (name: string) => void): Promise<void> {
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
