import { appendFileSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { beforeAll, test } from "vitest";
import { launchDesk } from "../cli/running-desk.ts";
import { startServer } from "../store/postgres/server.ts";
import { startDeskProcess } from "../web/console/desk-process.ts";
import { startBrowser } from "../web/widget/browser.ts";

/* A set-up that starts one of everything and does not come to its end, in the way that WAY says. */
const tell = (what: string): void => appendFileSync(process.env["NOTED"] ?? "", `${what}\n`);

beforeAll(async () => {
  tell(`worker ${process.pid}`);
  await startServer();
  await startDeskProcess();
  await launchDesk(mkdtempSync(path.join(tmpdir(), "unfinished-")));
  await (await startBrowser()).newPage();
  tell("all started");
  if (process.env["WAY"] === "throws") throw new Error("the set-up fails");
  await new Promise(() => {});
});

test("is never run", () => {});
