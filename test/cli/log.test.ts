import { expect, test } from "vitest";
import { WebSocket } from "ws";
import { Browser } from "../api/browser.ts";
import { ask, conversationPath, newPass, type Pass, post } from "../directline/ask.ts";
import { storeFolder } from "./project.ts";
import { type RunningDesk, startDesk } from "./running-desk.ts";

const email = "alder@planted.example";
const password = "seven planted doors ajar";
const secret = "planted-secret-of-the-desk";
const metricsToken = "planted-token-for-metrics";
const eventually = { interval: 100 };

/** A person who writes over a socket and waits for each answer. */
async function talking(desk: RunningDesk, pass: Pass) {
  const begun = await ask(desk, "POST", "/v3/directline/conversations", { token: pass.token });
  const heard: string[] = [];
  const socket = new WebSocket(begun.body.streamUrl);
  socket.on("message", (data) => heard.push(String(data)));
  const answers = (): number => heard.join("").split('"role":"bot"').length;
  return {
    streamToken: new URL(begun.body.streamUrl).searchParams.get("t") ?? "",
    end: () => socket.terminate(),
    say: async (text: string) => {
      const before = answers();
      expect((await post(desk, pass, { type: "message", text })).status).toBe(200);
      await expect.poll(answers, eventually).toBeGreaterThan(before);
    },
  };
}

/** Everything that goes wrong at the doors, with something planted in each request. */
async function knock(desk: RunningDesk, pass: Pass): Promise<void> {
  const activities = conversationPath(pass, "/activities");
  const { token } = pass;
  const forged = `${token.slice(0, -6)}plantd`;
  const refused = [
    await ask(desk, "POST", activities, { token: forged, body: { type: "message", text: "planted" } }),
    await ask(desk, "POST", activities, { token, body: '{"text":"planted' }),
    await ask(desk, "POST", activities, {
      token,
      body: "planted",
      headers: { "content-type": "text/planted" },
    }),
    await ask(desk, "GET", `/planted/${token}?t=${token}`),
    await ask(desk, "GET", `/v3/directline/conversations/planted?t=${token}`, { token }),
    await ask(desk, "POST", "/widget/token", { body: {}, headers: { origin: "https://planted.example" } }),
    await ask(desk, "POST", "/widget/token", { body: { userToken: `planted.${token}` } }),
    await ask(desk, "POST", "/v3/directline/tokens/generate", { token: `${secret}-wrong`, body: {} }),
    await ask(desk, "POST", "/api/desk/session", { body: { email, password: "another planted one" } }),
    await ask(desk, "GET", "/metrics", { token: `${metricsToken}-wrong` }),
  ];
  expect(refused.map(({ status }) => status)).toEqual([403, 400, 415, 404, 403, 403, 403, 403, 401, 403]);
}

test("T33: the log of a whole talk, with a ticket, an agent and everything that goes wrong, has no word, address, token or secret of anybody", async () => {
  const desk = await startDesk(storeFolder(), undefined, {
    LOG_LEVEL: "debug",
    DIRECT_LINE_SECRET: secret,
    METRICS_TOKEN: metricsToken,
  });
  await expect.poll(desk.output, eventually).toMatch(/#owner=/);
  const ownerToken = /#owner=(\S+)/.exec(desk.output())?.[1] ?? "";
  const agent = new Browser(desk.url);
  const owner = { token: ownerToken, email, password, name: "Alder Planted" };
  expect((await agent.post("/owner", owner)).status).toBe(204);
  await agent.look();

  const pass = await newPass(desk);
  const person = await talking(desk, pass);
  await person.say("planted words: my password is Tr0ub4dor&3x and my card 4111 1111 1111 1111");
  await person.say("person");
  await person.say("Yes, pass it on");
  await person.say("planted@planted.example");
  await person.say("Here in this chat");
  const tickets = async () => (await agent.get("/tickets?state=queued")).body.tickets;
  await expect.poll(async () => (await tickets()).length, eventually).toBe(1);
  const [{ number }] = await tickets();
  expect((await agent.post(`/tickets/${number}/claim`)).status).toBe(200);
  const said = { text: "planted words of an agent" };
  expect((await agent.post(`/conversations/${pass.conversationId}/messages`, said)).status).toBe(200);
  await knock(desk, pass);
  const fresh = await ask(desk, "POST", "/v3/directline/tokens/refresh", { token: pass.token });
  person.end();
  expect(await desk.stop()).toBe(0);

  const printed = desk
    .output()
    .split("\n")
    .filter((line) => line !== "");
  const lines = printed.filter((line) => !/^(Exit Desk ready|Owner link:) /.test(line));
  const events = lines.map((line) => JSON.parse(line).msg);
  expect(events.filter((event) => event === "refused")).toHaveLength(10);
  const log = lines.join("\n");
  const tokens = [
    pass.token,
    fresh.body.token,
    person.streamToken,
    ownerToken,
    agent.csrf,
    agent.cookie?.split("=")[1],
  ];
  for (const planted of ["planted", "Tr0ub4dor", "4111", ...tokens]) {
    expect(planted).toBeTruthy();
    expect(log).not.toContain(planted);
  }
});
