import { type Activity as BotActivity, TestAdapter, TranscriptLoggerMiddleware } from "botbuilder";
import { describe, expect, test } from "vitest";
import { transcriptStore } from "../../../examples/botbuilder-store/transcript-store.ts";
import type { OpenSubject } from "../conformance.ts";
import { incoming, later, reply, start, turn } from "../material.ts";
import { subject } from "./subject.ts";

function said(
  number: number,
  over: { conversation?: string; channel?: string; id?: string } = {},
): BotActivity {
  const { conversation = "talk", channel = "test", id = `activity ${number}` } = over;
  return {
    type: "message",
    id,
    timestamp: new Date(later(number)),
    channelId: channel,
    conversation: { id: conversation },
    from: { id: "user", role: "user" },
    recipient: { id: "bot", role: "bot" },
    text: `said ${number}`,
  } as unknown as BotActivity;
}

export function transcriptSuite(open: OpenSubject): void {
  describe("Bot Framework's TranscriptStore", () => {
    const { store, reopen } = subject(open);
    const transcripts = () => transcriptStore(store(), () => new Date(later(0)));

    async function log(count: number, over: Parameters<typeof said>[1] = {}): Promise<void> {
      for (let number = 0; number < count; number += 1) await transcripts().logActivity(said(number, over));
    }

    async function pages(startDate?: Date): Promise<string[][]> {
      const all: string[][] = [];
      let token: string | undefined;
      do {
        const page = await transcripts().getTranscriptActivities("test", "talk", token, startDate);
        all.push(page.items.map(({ text }) => text ?? ""));
        token = page.continuationToken;
      } while (token);
      return all;
    }

    const texts = (from: number, to: number) =>
      Array.from({ length: to - from }, (_, n) => `said ${from + n}`);

    test("a transcript that nobody logged is empty", async () => {
      expect(await transcripts().getTranscriptActivities("test", "unknown")).toMatchObject({ items: [] });
      expect(await transcripts().listTranscripts("test")).toMatchObject({ items: [] });
      await transcripts().deleteTranscript("test", "unknown");
    });

    test("a transcript names the channel and the conversation that a reply in the log does not repeat", async () => {
      await store().openConversation(start("a"));
      await store().commitTurn(turn("a", null, { replies: [reply("hello")] }));
      const { items } = await transcripts().getTranscriptActivities(start("a").channel, "a");
      expect(items).toMatchObject([
        { text: "hello", channelId: start("a").channel, conversation: { id: "a" } },
      ]);
    });

    test("an activity is read back as it was logged, with its dates", async () => {
      await transcripts().logActivity(said(1));
      await reopen();
      const { items, continuationToken } = await transcripts().getTranscriptActivities("test", "talk");
      expect(items).toEqual([said(1)]);
      expect(continuationToken).toBeUndefined();
    });

    test.each([19, 20, 21, 45, 130])("%i activities come in pages of 20", async (count) => {
      await log(count);
      const all = await pages();
      expect(all.flat()).toEqual(texts(0, count));
      expect(all.slice(0, -1).every(({ length }) => length === 20)).toBe(true);
    });

    test("a start date leaves out what was said before", async () => {
      await log(60);
      const all = await pages(new Date(later(15)));
      expect(all.flat()).toEqual(texts(15, 60));
      expect(all[0]).toHaveLength(20);
    });

    test("an activity logged again is there once", async () => {
      for (const number of [1, 2, 1, 2, 1]) await transcripts().logActivity(said(number));
      expect((await pages()).flat()).toEqual(["said 1", "said 2"]);
    });

    test("an update of a message is not taken for a second delivery of it", async () => {
      await transcripts().logActivity(said(1));
      await transcripts().logActivity({ ...said(1), type: "messageUpdate", text: "said 1, corrected" });
      expect((await pages()).flat()).toEqual(["said 1", "said 1, corrected"]);
    });

    test("channels may use one conversation id and do not see each other", async () => {
      await log(3);
      await log(5, { channel: "other" });
      const counts = async () =>
        Promise.all(
          ["test", "other"].map(
            async (channel) => (await transcripts().getTranscriptActivities(channel, "talk")).items.length,
          ),
        );
      expect(await counts()).toEqual([3, 5]);
      for (const channel of ["test", "other"]) {
        const { items } = await transcripts().listTranscripts(channel);
        expect(items).toEqual([{ channelId: channel, id: "talk", created: new Date(later(0)) }]);
      }
      await transcripts().deleteTranscript("other", "talk");
      await reopen();
      expect(await counts()).toEqual([3, 0]);
      await transcripts().deleteTranscript("test", "talk");
      expect(await counts()).toEqual([0, 0]);
    });

    test("transcripts are listed in pages of 20, each once", async () => {
      const ids = Array.from({ length: 45 }, (_, index) => `talk ${index}`);
      for (const conversation of ids) await log(1, { conversation });
      await log(1, { channel: "other", conversation: "elsewhere" });
      const found: string[] = [];
      let token: string | undefined;
      do {
        const page = await transcripts().listTranscripts("test", token);
        if (page.continuationToken) expect(page.items).toHaveLength(20);
        found.push(...page.items.map(({ id }) => id));
        token = page.continuationToken;
      } while (token);
      expect(found).toHaveLength(45);
      expect(new Set(found)).toEqual(new Set(ids));
    });

    test("the desk's own talks are transcripts, without the notes of the desk", async () => {
      await store().openConversation(start("a", { channel: "directline" }));
      await store().receive("a", incoming("hello"));
      await store().commitTurn(
        turn("a", 1, { replies: [{ ...reply("a note"), audience: "desk" }, reply("welcome")] }),
      );
      const { items } = await transcripts().getTranscriptActivities("directline", "a");
      expect(items.map(({ text }) => text)).toEqual(["hello", "welcome"]);
    });

    test("missing ids are rejected", async () => {
      const nothing = undefined as unknown as string;
      await expect(transcripts().getTranscriptActivities(nothing, "talk")).rejects.toThrow();
      await expect(transcripts().getTranscriptActivities("test", nothing)).rejects.toThrow();
      await expect(transcripts().listTranscripts(nothing)).rejects.toThrow();
      await expect(transcripts().deleteTranscript("test", nothing)).rejects.toThrow();
      await expect(transcripts().logActivity(null as unknown as BotActivity)).rejects.toThrow();
    });

    test("Bot Framework's own middleware logs a talk to it", async () => {
      const adapter = new TestAdapter(async (context) => {
        await context.sendActivity(`you said ${context.activity.text}`);
      });
      adapter.use(new TranscriptLoggerMiddleware(transcripts()));
      await adapter
        .send("one")
        .assertReply("you said one")
        .send("two")
        .assertReply("you said two")
        .startTest();
      const { id } = adapter.conversation.conversation;
      await expect
        .poll(async () => {
          const { items } = await transcripts().getTranscriptActivities("test", id);
          return items.filter(({ type }) => type === "message").map(({ text }) => text);
        })
        .toEqual(["one", "you said one", "two", "you said two"]);
    });
  });
}
