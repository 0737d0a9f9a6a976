import { createRoot } from "react-dom/client";
import type { Activity, CardAction } from "../../../shared/activity.ts";
import { readCard } from "../../../shared/card.ts";
import { makeChecklists } from "../cards/checklists.ts";
import type { ConversationParts } from "../conversation-parts.ts";
import { makeCurrent } from "../conversation-parts.ts";
import { applyTheme } from "./apply-theme.ts";
import { Chat } from "./chat.tsx";
import { makeFocusHere, makeRejectedSends } from "./context.ts";
import { buttonsOf } from "./rendered.ts";

/** The rendered chat. */
export interface OpenChat {
  /** Focuses the start of the chat. */
  focus(): void;
  /** Renders a new conversation. */
  anew(): void;
}

/** Renders the chat in an element. */
export function openChat(element: HTMLElement, parts: ConversationParts): OpenChat {
  applyTheme(parts.settings);
  const root = createRoot(element);
  const focusHere = makeFocusHere(matchMedia("(pointer: coarse)").matches);
  const show = (key: number): void => {
    const commands = makeCurrent<readonly CardAction[]>([]);
    const checklists = makeChecklists();
    const refused = makeRejectedSends();
    const notice = (activity: Activity): void => {
      const offered = buttonsOf(activity).commands;
      if (offered.length > 0) commands.set(offered);
      const card = readCard(activity.channelData?.["card"]);
      if (card?.kind === "checklist") checklists.learn(activity.id ?? "", card.items);
    };
    const shared = { parts, commands, checklists, refused };
    root.render(<Chat key={key} shared={shared} notice={notice} focusHere={focusHere} />);
  };
  let conversations = 0;
  show(conversations);
  return { focus: focusHere.now, anew: () => show(++conversations) };
}
