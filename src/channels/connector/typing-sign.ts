import type { CourierParts } from "./courier.ts";
import { sendActivity } from "./courier.ts";
import type { References } from "./references.ts";

/** Shows the person in a talk that somebody is about to answer. It is sent once and may get lost. */
export const typingSign =
  (
    parts: Pick<CourierParts, "calls" | "credentials" | "guard" | "log"> & {
      references: Pick<References, "find">;
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
