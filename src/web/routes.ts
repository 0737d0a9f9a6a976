import { readPageMessages } from "../guide/messages.ts";
import type { HttpServer } from "../http/server.ts";
import { dataPath, projectFolder } from "../runtime/paths.ts";
import { type ConsoleParts, readBuiltConsole, serveConsole } from "./console/routes.ts";
import { readBuilt } from "./static-files.ts";
import { serveFrontPage, serveWidget } from "./widget/routes.ts";

const wordsOf = (page: string) => readPageMessages(dataPath("phrases", "en", `${page}.json`));

/** Serves the built pages: widget, console and demo page. `ancestors` may embed the widget. */
export function servePages(
  web: HttpServer,
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
