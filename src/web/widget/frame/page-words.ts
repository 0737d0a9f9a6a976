import type { FrameWords } from "./words.ts";

/** Reads the sentences that the page carries. */
export const readPageWords = (): FrameWords =>
  JSON.parse(document.documentElement.dataset["words"] ?? "{}") as FrameWords;
