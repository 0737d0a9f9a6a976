import { readMessageFile } from "../guide/messages.ts";
import type { HttpServer } from "../http/server.ts";
import { dataPath, projectFolder } from "../runtime/paths.ts";
import { type ConsoleParts, readBuiltConsole, serveConsole } from "./console/routes.ts";
import { readBuilt } from "./static-files.ts";
import { servePublicPages } from "./widget/page-routes.ts";
import { serveWidget } from "./widget/routes.ts";

const phrases = dataPath("phrases", "en");

/** Serves the built pages: widget, console, front page and the page for site owners. `ancestors` may embed the widget. */
export function servePages(
  web: HttpServer,
  ancestors: readonly string[],
  agents: Omit<ConsoleParts, "built" | "words">,
): void {
  serveWidget(web, {
    built: readBuilt(`${projectFolder}/dist/widget`),
    words: readMessageFile(phrases, "widget"),
    ancestors,
  });
  serveConsole(web, {
    ...agents,
    built: readBuiltConsole(`${projectFolder}/dist/console`),
    words: readMessageFile(phrases, "console"),
  });
  servePublicPages(web, {
    folder: `${projectFolder}/src/web/widget/page`,
    words: readMessageFile(phrases, "page"),
  });
}
