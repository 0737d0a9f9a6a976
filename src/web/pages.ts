import { dataPath, projectFolder } from "../project-folder.ts";
import { readBuiltConsole } from "./console/built.ts";
import { type ConsoleParts, serveConsole } from "./console/routes.ts";
import type { Web } from "./server.ts";
import { readBuilt } from "./widget/built.ts";
import { serveFrontPage } from "./widget/front-page.ts";
import { serveWidget } from "./widget/routes.ts";
import { readWords } from "./widget/words.ts";

const wordsOf = (page: string) => readWords(dataPath("phrases", "en", `${page}.json`));

/** Serves what browsers open, as the build made it: the widget, the agents' console and the page at `/`. `ancestors` may have the widget in a frame. */
export function servePages(
  web: Web,
  ancestors: readonly string[],
  agents: Omit<ConsoleParts, "built" | "words">,
): void {
  serveWidget(web, {
    built: readBuilt(`${projectFolder}/dist/widget`),
    words: wordsOf("widget"),
    ancestors,
  });
  serveConsole(web, {
    ...agents,
    built: readBuiltConsole(`${projectFolder}/dist/console`),
    words: wordsOf("console"),
  });
  serveFrontPage(web, { folder: `${projectFolder}/src/web/widget/page`, words: wordsOf("page") });
}
