import type { FrameWords } from "../words.ts";

/** The sentences of ours that stand in for Web Chat's. */
export const webChatWords = (words: FrameWords): Record<string, string> =>
  Object.fromEntries(
    Object.entries({
      ACTIVITY_BOT_SAID_ALT: words["deskSaid"],
      ACTIVITY_YOU_SAID_ALT: words["youSaid"],
      SUGGESTED_ACTIONS_LABEL_ALT: words["choicesLabel"],
      TEXT_INPUT_ALT: words["inputLabel"],
      TEXT_INPUT_PLACEHOLDER: words["inputHint"],
      TEXT_INPUT_SEND_BUTTON_ALT: words["send"],
      SEND_BOX_IS_EMPTY_TOOLTIP_ALT: words["sendEmpty"],
      TRANSCRIPT_ARIA_LABEL_ALT: words["logLabel"],
      TRANSCRIPT_TERMINATOR_TEXT: words["logEnd"],
      TRANSCRIPT_NEW_MESSAGES: words["newMessages"],
      TYPING_INDICATOR_ALT: words["typing"],
      TYPING_INDICATOR_SINGLE_TEXT: words["typing"],
      TYPING_INDICATOR_MULTIPLE_TEXT: words["typing"],
    }).flatMap(([id, text]) => (text === undefined ? [] : [[id, text]])),
  );
