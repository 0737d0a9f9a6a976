/** How well a text answers an open question with one of its options; 0 to 1, calibrated: 0.9 is right nine times in ten. */
export interface OptionMatch {
  option: string;
  score: number;
}

/** Compares texts with the example answers of the options at a place (`dialog.step`). */
export interface MatchOptions {
  /** Best first. Options that the text denies ("not X") score 0. Empty where the place has no examples or the text is about something else. */
  (text: string, place: string): readonly OptionMatch[];
  /** how much a text has in common with the likest example in its words alone, 0 to 0.6: costs a tenth of comparing what both mean */
  shares(text: string, place: string): number;
}
