// Loaded before a program: its clock begins at CLOCK_AT and goes a twentieth as fast, so that what was promised for
// some minutes still holds when the test is through on a busy machine.
const begun = Date.now();
const at = Date.parse(process.env.CLOCK_AT ?? "");
const RealDate = Date;
const now = () => at + Math.floor((RealDate.now() - begun) / 20);
globalThis.Date = class extends RealDate {
  constructor(...given) {
    if (given.length === 0) super(now());
    else super(...given);
  }
  static now() {
    return now();
  }
};
