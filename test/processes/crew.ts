import { expect } from "vitest";
import { Browser } from "../api/browser.ts";

/** The owner and their colleagues, each signed in at a browser of their own behind the proxy. */
export async function crew(url: string, ownerLink: string, count: number): Promise<Browser[]> {
  const owner = new Browser(url);
  const token = /#owner=(\S+)/.exec(ownerLink)?.[1] ?? "";
  const first = { token, email: "owner@example.org", password: "seven green doors ajar", name: "Oak Owner" };
  expect((await owner.post("/owner", first)).status).toBe(204);
  await owner.look();
  const agents = [owner];
  for (let number = 2; number <= count; number += 1) {
    const name = `Agent ${number}`;
    const email = `agent-${number}@example.org`;
    const { body } = await owner.post("/agents", { email, name, role: "agent", teams: [] });
    const invitation = /#account=(\S+)/.exec(body.link)?.[1] ?? "";
    const agent = new Browser(url);
    const account = { token: invitation, name, password: `seven green doors ${number}` };
    expect((await agent.post("/account", account)).status).toBe(204);
    await agent.look();
    agents.push(agent);
  }
  return agents;
}
