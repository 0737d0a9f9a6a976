/** How well a text answers an open question with one of its options; 0 to 1, calibrated: 0.9 is right nine times in ten. */
export interface OptionMatch {
  option: string;
  score: number;
}

/**
 * Compares a text with the example answers of the options at a place (`dialog.step`), best first. Options that the text
 * denies ("not X") score 0. Empty where the place has no examples or the text is about something else.
 */
export type MatchOptions = (text: string, place: string) => readonly OptionMatch[];
