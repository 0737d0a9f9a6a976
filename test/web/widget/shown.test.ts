import { expect, test } from "vitest";
import { exportPage, splitLinks } from "../../../src/web/widget/frame/chat/export-page.ts";
import { buttonsOf, toWebChat } from "../../../src/web/widget/frame/chat/rendered.ts";

const button = (title: string, choice: string, type = "messageBack") => ({
  type,
  title,
  value: { choice, nonce: "n" },
});

test("commands stand apart from choices, and their values are untouched", () => {
  const yes = button("Yes", "yes");
  const back = button("Back", "command:back");
  const { choices, commands } = buttonsOf({ type: "message", suggestedActions: { actions: [yes, back] } });
  expect([choices, commands]).toEqual([[{ ...yes, displayText: "Yes" }], [{ ...back, displayText: "Back" }]]);
});

test("what a button said is shown, also where nothing else was to be shown", () => {
  const said = (channelData: Record<string, unknown>) =>
    toWebChat({ type: "message", from: { role: "user" }, text: "raw", channelData }, 1);
  expect(said({ messageBack: { displayText: "Yes" } })).toMatchObject({
    channelData: { messageBack: { displayText: "Yes" } },
  });
  expect(said({ messageBack: { displayText: "" }, postBack: true })?.channelData).toEqual({
    clientActivityID: undefined,
    "webchat:sequence-id": 1,
  });
});

test("buttons of a kind that acts by itself are left out", () => {
  const actions = [button("a", "x", "playVideo"), button("b", "x", "signin"), button("", "x")];
  expect(buttonsOf({ type: "message", suggestedActions: { actions } }).choices).toEqual([]);
});

test("Web Chat gets plain text in order of arrival, and none of what could fetch or link", () => {
  const given = toWebChat(
    {
      type: "message",
      id: "1",
      timestamp: "2030-01-01T00:00:00.000Z",
      from: { id: "bot", role: "bot" },
      text: "**hi**",
      textFormat: "markdown",
      attachments: [{ contentType: "image/png", contentUrl: "https://evil.example" } as never],
      entities: [{ type: "https://schema.org/Message" }],
      speak: "hi",
    },
    7,
  );
  expect(given).toMatchObject({
    textFormat: "plain",
    attachments: [],
    channelData: { "webchat:sequence-id": 7 },
  });
  expect(given).not.toHaveProperty("entities");
  expect(given).not.toHaveProperty("speak");
});

test("a card in channelData stands in for the adaptive card meant for other channels", () => {
  const adaptive = { contentType: "application/vnd.microsoft.card.adaptive", content: {} };
  const with_ = (channelData: Record<string, unknown>) =>
    toWebChat({ type: "message", from: { role: "bot" }, attachments: [adaptive], channelData }, 1)
      ?.attachments;
  expect(with_({ card: { kind: "draft", text: "D" } })).toEqual([
    { contentType: "application/x-exit-desk.card", content: { kind: "draft", text: "D" } },
  ]);
  expect(with_({})).toEqual([adaptive]);
});

test("a draft that is shown as a card is not said a second time above it", () => {
  const draft = { card: { kind: "draft", text: "Dear $& all" } };
  const said = (text: string) =>
    toWebChat({ type: "message", from: { role: "bot" }, text, channelData: draft }, 1)?.text;
  expect([said("Dear $& all"), said("Here it is:\n\nDear $& all"), said("Look.")]).toEqual([
    "",
    "Here it is:",
    "Look.",
  ]);
});

test.each([
  ["see https://a.example/b?c=1&d=2.", ["see ", "https://a.example/b?c=1&d=2", "."]],
  ["(http://a.example)", ["(", "http://a.example", ")"]],
  ["javascript:alert(1) data:text/html,x ftp://a", ["javascript:alert(1) data:text/html,x ftp://a"]],
  ["https:// nothing", ["https:// nothing"]],
  ["", []],
])("addresses of the web are found in %j", (text, parts) => {
  const found = splitLinks(text);
  expect(found.map((part) => part.text)).toEqual(parts);
  for (const { href } of found) expect(href === null || /^https?:/.test(href)).toBe(true);
});

test("the copy holds what both said as text, in order, with nothing from outside", () => {
  const words = { you: "You", desk: "Desk", copyTitle: "Talk", copySaved: "Saved {when}", copyMade: "Mine" };
  const page = exportPage(
    [
      {
        type: "message",
        from: { role: "bot" },
        text: "<script>x</script>",
        timestamp: "2030-01-01T10:00:00.000Z",
      },
      { type: "event", from: { role: "bot" }, text: "unseen" },
      {
        type: "message",
        from: { role: "user" },
        text: "raw",
        channelData: { messageBack: { displayText: "Yes & no" } },
      },
      {
        type: "message",
        from: { role: "bot" },
        text: "Here:",
        channelData: { card: { kind: "draft", text: "My draft" } },
      },
    ],
    words,
    { now: new Date("2030-01-01T11:00:00Z"), time: (at) => at.toISOString().slice(11, 16) },
  );
  expect(page).toContain("&lt;script&gt;x&lt;/script&gt;");
  expect(page).not.toMatch(/<script|unseen|src=|href=/);
  expect(page.indexOf("Yes &amp; no")).toBeLessThan(page.indexOf("My draft"));
  expect(page).toContain("Saved 11:00");
});
