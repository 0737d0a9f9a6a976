/** Where the focus goes when the conversation is opened, also when that is asked before the conversation is drawn. */
export interface FocusHere {
  heading(focus: () => void): void;
  field(focus: () => void): void;
  now(): void;
}

/** Makes it: the field to write in; with a touch screen the heading, so that no keyboard jumps up. */
export function makeFocusHere(touch: boolean): FocusHere {
  let focus: (() => void) | null = null;
  let asked = false;
  const take = (act: () => void): void => {
    focus = act;
    if (!asked) return;
    asked = false;
    act();
  };
  return {
    heading: (act) => touch && take(act),
    field: (act) => !touch && take(act),
    now: () => {
      if (focus) focus();
      else asked = true;
    },
  };
}
