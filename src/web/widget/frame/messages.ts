/** The sentences of the frame, by key. The page carries them. */
export type FrameWords = { [key: string]: string };

/** Puts values into the `{name}` places of a sentence. */
export const filled = (sentence: string | undefined, values: { [name: string]: unknown }): string =>
  (sentence ?? "").replace(/\{(\w+)\}/g, (place, name: string) => String(values[name] ?? place));
