import { expect, test } from "vitest";
import type { Activity } from "../../../src/web/shared/activity.ts";
import { type AgentState, agentAfter } from "../../../src/web/widget/frame/agent/agent.ts";

const notice = (notice: string, name?: string): Activity => ({
  type: "message",
  from: { role: "bot" },
  channelData: { desk: { notice, ticket: 1001, ...(name && { agent: { name } }) } },
});
const event = (name: string, value: unknown, role = "bot"): Activity => ({
  type: "event",
  name,
  value,
  from: { role },
});
const place = (place: number) => event("desk.queue", { ticket: 1001, place, expectedMs: 60_000 });

const bot: AgentState = { kind: "bot" };
const alder: AgentState = { kind: "agent", name: "Alder" };
const somewhere: AgentState = { kind: "waiting", place: null, waitMs: null };

const cases: [what: string, before: AgentState, activity: Activity, after: AgentState][] = [
  ["a person asked for", bot, event("handoff.initiate", {}), somewhere],
  ["a place", somewhere, place(3), { kind: "waiting", place: 3, waitMs: 60_000 }],
  ["a place while an agent speaks", alder, place(3), alder],
  ["being next", somewhere, notice("next-in-line"), { kind: "waiting", place: 1, waitMs: null }],
  ["a claim", somewhere, notice("claimed", "Alder"), alder],
  ["a transfer to an agent", alder, notice("transferred", "Birch"), { kind: "agent", name: "Birch" }],
  ["a transfer to a team", alder, notice("transferred"), somewhere],
  ["a ticket taken back", somewhere, event("handoff.status", { state: "failed" }), bot],
  ["a release", alder, notice("released", "Alder"), somewhere],
  ["an agent who vanished", alder, notice("lease-ended"), somewhere],
  ["a closed ticket", alder, notice("resolved", "Alder"), bot],
  [
    "words of the agent",
    alder,
    { type: "message", from: { role: "bot" }, channelData: { agent: { name: "Alder" } } },
    alder,
  ],
  ["a notice of a kind nobody knows", alder, notice("shrugged"), alder],
  ["what somebody sent themselves", bot, event("handoff.initiate", {}, "user"), bot],
];

test.each(cases)("after %s", (_, before, activity, after) => {
  expect(agentAfter(before, activity)).toEqual(after);
});
