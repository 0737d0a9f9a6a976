import { afterAll, afterEach, beforeAll, beforeEach } from "vitest";
import { type AppContent, type AppScope, loadAppContent } from "../../../src/app.ts";
import type { OpenSubject } from "../../store/conformance.ts";
import { embedded } from "../../store/embedded-subject.ts";
import { type Issuer, openIssuer } from "../issuer.ts";
import { AgentsDesk } from "./agents-desk.ts";
import type { TeamsAgent } from "./teams-agent.ts";

/** A desk of its own for each test of a file, and its people in Teams: an owner and an agent. */
export function deskForEach(
  openStore: OpenSubject = embedded({}),
  reach?: AppScope,
): {
  desk: AgentsDesk;
  oak: TeamsAgent;
  alder: TeamsAgent;
} {
  const each = {} as ReturnType<typeof deskForEach>;
  let content: AppContent;
  let issuer: Issuer;
  beforeAll(async () => {
    content = await loadAppContent();
    issuer = await openIssuer();
  });
  afterAll(async () => {
    await issuer.close();
    await content.close();
  });
  beforeEach(async () => {
    each.desk = await AgentsDesk.open(content, issuer, openStore, reach);
    each.oak = await each.desk.agent("Oak", "owner");
    each.alder = await each.desk.agent("Alder", "agent");
  });
  afterEach(() => each.desk.close());
  return each;
}
