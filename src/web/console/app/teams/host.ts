import { app, authentication } from "@microsoft/teams-js";
import { goTo } from "../shell/route.ts";

const patienceMs = 8000;

/** Rejects after a timeout, so that an unresponsive host does not block the console. */
const inTime = <T>(answer: Promise<T>): Promise<T> =>
  Promise.race([
    answer,
    new Promise<T>((_, reject) => setTimeout(() => reject(new Error("no answer")), patienceMs)),
  ]);

/** Initializes the Teams SDK: follows the host's theme, and opens the ticket of a deep link. */
export async function joinTeams(takeTheme: (name: string) => void): Promise<void> {
  await inTime(app.initialize());
  app.registerOnThemeChangeHandler(takeTheme);
  const context = await inTime(app.getContext());
  takeTheme(context.app.theme);
  const ticket = Number(context.page.subPageId);
  if (Number.isInteger(ticket) && ticket > 0) goTo({ page: "tickets", view: "all", ticket });
  void app.notifySuccess().catch(() => undefined);
}

/** Returns Microsoft's token for the user; null when Teams issues none. */
export const teamsToken = (): Promise<string | null> =>
  inTime(authentication.getAuthToken()).catch(() => null);
