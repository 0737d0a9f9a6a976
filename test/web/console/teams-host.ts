import type { Browser, FrameLocator, Page } from "playwright-core";

/** Teams in the browser as far as a tab can tell: its address, the messages of teams-js, its theme. */
export interface TeamsHost {
  page: Page;
  tab: FrameLocator;
  /** what the tab asked for, by the names of teams-js */
  asked(): Promise<string[]>;
  choose(theme: "default" | "dark" | "contrast"): Promise<void>;
}

/** What somebody in Teams has: a look, a token for the tab (none: Teams refuses), and the part of the tab they came for. */
export interface InTeams {
  theme?: "default" | "dark" | "contrast";
  token?: string;
  subPageId?: string;
  origin?: string;
}

/** Runs in the page: answers as the host of https://github.com/OfficeDev/microsoft-teams-library-js does. */
const answering = (given: Required<Omit<InTeams, "origin">>): string => `
  const given = ${JSON.stringify(given)};
  globalThis.asked = [];
  addEventListener("message", ({ data, source, origin }) => {
    const { id, uuidAsString, func } = data;
    asked.push(func);
    const answer = (...args) => source.postMessage({ id, uuidAsString, args }, origin);
    if (func === "initialize") answer("content", "web", JSON.stringify({ apiVersion: 4, isLegacyTeams: false, supports: {} }), "2.40.0");
    if (func === "getContext") answer({ theme: given.theme, subEntityId: given.subPageId, entityId: "console", locale: "en-us" });
    if (func === "authentication.getAuthToken") given.token ? answer(true, given.token) : answer(false, "CancelledByUser");
  });`;

/** Opens a tab in Teams, by default in that of the public cloud. */
export async function openInTeams(browser: Browser, url: string, given: InTeams = {}): Promise<TeamsHost> {
  const { origin = "https://teams.microsoft.com", theme = "default", token = "", subPageId = "" } = given;
  const page = await (await browser.newContext()).newPage();
  await page.route(`${origin}/**`, (route) =>
    route.fulfill({
      contentType: "text/html",
      body: `<style>body,iframe{margin:0;border:0;width:100vw;height:100vh}</style>
        <script>${answering({ theme, token, subPageId })}</script><iframe src="${url}"></iframe>`,
    }),
  );
  await page.goto(`${origin}/v2/`);
  return {
    page,
    tab: page.frameLocator("iframe"),
    asked: () => page.evaluate("asked"),
    choose: (name) =>
      page.evaluate(
        `document.querySelector("iframe").contentWindow.postMessage({ func: "themeChange", args: ["${name}"] }, "*")`,
      ),
  };
}
