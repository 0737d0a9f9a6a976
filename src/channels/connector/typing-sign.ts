import type { References } from "./references.ts";
import { type SendParts, sendActivity } from "./send-activity.ts";

/** Shows the person in a talk that somebody is about to answer. It is sent once and may get lost. */
export const typingSign =
  (
    parts: SendParts & {
      references: Pick<References, "find">;
      log: (event: string, about: Record<string, unknown>) => void;
    },
  ) =>
  async (talk: string): Promise<void> => {
    try {
      const reference = await parts.references.find(talk);
      if (reference === null) return;
      const { bot, serviceUrl, conversationId } = reference;
      const target = { serviceUrl, conversationId, replaces: null };
      await sendActivity(parts, target, { type: "typing", from: { id: bot.id } });
    } catch (error) {
      parts.log("typing not shown", { talk, reason: String(error) });
    }
  };
