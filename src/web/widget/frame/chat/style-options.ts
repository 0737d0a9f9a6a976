import type { StyleOptions } from "botframework-webchat";
import { createStoreWithOptions } from "botframework-webchat-core";

/** Style options of Web Chat, based on the page's custom properties; see also look.css. */
export const styleOptions: StyleOptions = {
  accent: "var(--accent)",
  backgroundColor: "transparent",
  subtle: "var(--soft)",
  primaryFont: "inherit",
  paddingRegular: 12,
  paddingWide: 18,
  rootHeight: "100%",
  rootWidth: "100%",
  bubbleBackground: "var(--sheet)",
  bubbleBorderColor: "var(--line)",
  bubbleBorderRadius: 18,
  bubbleBorderWidth: 1,
  bubbleTextColor: "var(--ink)",
  bubbleMaxWidth: 330,
  bubbleMinHeight: 20,
  bubbleFromUserBackground: "var(--own)",
  bubbleFromUserBorderRadius: 18,
  bubbleFromUserBorderWidth: 0,
  bubbleFromUserTextColor: "var(--on-own)",
  groupTimestamp: 300_000,
  timestampColor: "var(--soft)",
  hideUploadButton: true,
  hideTelephoneKeypadButton: true,
  hideToaster: true,
  internalLiveRegionFadeAfter: 2000,
  maxMessageLength: 4000,
  sendBoxBackground: "transparent",
  sendBoxTextColor: "var(--ink)",
  sendBoxPlaceholderColor: "var(--soft)",
  sendBoxTextWrap: true,
  sendBoxMaxHeight: 132,
  sendBoxHeight: 48,
  sendTimeout: 299_999,
  suggestedActionLayout: "flow",
  suggestedActionBackgroundColor: "var(--sheet)",
  suggestedActionBorderColor: "var(--accent-line)",
  suggestedActionBorderWidth: 1.5,
  suggestedActionBorderRadius: 22,
  suggestedActionHeight: 44,
  suggestedActionTextColor: "var(--ink)",
  suggestedActionBackgroundColorOnHover: "var(--accent-wash)",
  suggestedActionBackgroundColorOnActive: "var(--accent-wash)",
  suggestedActionBorderColorOnHover: "var(--accent)",
  transcriptActivityVisualKeyboardIndicatorColor: "var(--accent)",
  transcriptVisualKeyboardIndicatorColor: "var(--accent)",
};

const never = (): number => 0;

/**
 * Timer functions for Web Chat without its send timeout: a message that waits for the connection is sent later, and our
 * client reports failures.
 */
export const timersWithoutSendTimeout = {
  setTimeout: ((act: () => void, ms?: number) =>
    ms === styleOptions.sendTimeout ? never() : window.setTimeout(act, ms)) as typeof setTimeout,
};

/** Makes Web Chat's store with these timer functions. */
export const makeWebChatStore = (): unknown =>
  createStoreWithOptions({ ponyfill: timersWithoutSendTimeout as never });
