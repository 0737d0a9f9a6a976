import { randomUUID } from "node:crypto";
import { commandButton } from "../../dialogs/commands.ts";
import type { Phrases } from "../guide/phrases.ts";
import type { Activity } from "../store/activity.ts";
import { BOT_ID } from "./work.ts";

/** What the person reads when a turn failed: an id to name, and a person to ask for. It rests on nothing of the guide. */
export const apology = (words: Phrases, id: string, replyToId: string | undefined): Activity => ({
  type: "message",
  id: randomUUID(),
  from: { id: BOT_ID, name: words("copy.desk"), role: "bot" },
  ...(replyToId ? { replyToId } : {}),
  text: words("failure.turn", { id }),
  textFormat: "plain",
  suggestedActions: {
    to: [],
    actions: [commandButton(words, "human", { version: "", step: "", nonce: "" })],
  },
  channelData: {
    guide: {
      version: null,
      node: "X",
      step: null,
      topic: null,
      passages: [],
      facts: [],
      offersPerson: true,
    },
  },
});
