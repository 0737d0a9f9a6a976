import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { gunzipSync } from "node:zlib";
import { unzipSync } from "fflate";
import { launchDesk, type RunningDesk } from "../../cli/running-desk.ts";
import { MailServer } from "../../outbox/mail-server.ts";
import { startServer } from "../postgres/server.ts";
import { Dump, loadDump } from "./dump.ts";
import { earlierEnvironment, earlierFolder, Known } from "./known.ts";

/** later than the codes and promises of the data, and before any of them is over */
const laterMs = 40_000;

/** The data of an earlier version, opened by the desk of now. */
export interface Opened {
  known: Known;
  desk: RunningDesk;
  /** The moment that the desk takes for now. */
  now: Date;
  /** where it keeps what is no row of a database */
  folder: string;
  mail: MailServer;
  /** what the webhook was told */
  hooked: string[];
  end(): Promise<void>;
}

/** Writes the files of the earlier data folder into this one. */
function unpack(version: string, folder: string): void {
  for (const [name, bytes] of Object.entries(unzipSync(readFileSync(earlierFolder(version, "folder.zip"))))) {
    const file = path.join(folder, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, bytes, { mode: 0o600 });
  }
}

/** Opens the data of a version in one kind of store. */
export async function openEarlier(version: string, kind: "folder" | "database"): Promise<Opened> {
  const known = Known.parse(JSON.parse(readFileSync(earlierFolder(version, `${kind}.json`), "utf8")));
  const folder = mkdtempSync(path.join(tmpdir(), "earlier-"));
  const more: Record<string, string> = {};
  const server = kind === "folder" ? null : await startServer();
  if (server === null) unpack(version, folder);
  else {
    more["DATABASE_URL"] = await server.database();
    const json = gunzipSync(readFileSync(earlierFolder(version, "database.json.gz"))).toString();
    await loadDump(more["DATABASE_URL"], Dump.parse(JSON.parse(json)));
  }
  const mail = await MailServer.open();
  const hooked: string[] = [];
  const hook = createServer(async (request, response) => {
    let body = "";
    for await (const part of request) body += String(part);
    hooked.push(body);
    response.end();
  });
  await new Promise<void>((resolve) => hook.listen(0, "127.0.0.1", resolve));
  const now = new Date(Date.parse(known.at) + laterMs);
  const desk = await launchDesk(folder, undefined, {
    ...earlierEnvironment,
    SMTP_URL: mail.url,
    TICKET_WEBHOOK_URL: `http://127.0.0.1:${(hook.address() as AddressInfo).port}/`,
    CLOCK_AT: now.toISOString(),
    NODE_OPTIONS: `--import ${pathToFileURL(earlierFolder("slow-clock.mjs"))}`,
    ...more,
  });
  return {
    known,
    desk,
    now,
    folder,
    mail,
    hooked,
    end: async () => {
      await desk.kill();
      await mail.close();
      hook.close();
      await server?.end();
      rmSync(folder, { recursive: true });
    },
  };
}
