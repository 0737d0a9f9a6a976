/** A threat or fault that the desk stands; tests name it by its number. */
export interface Row {
  number: string;
  threat: string;
  /** what is put in the place of the thing itself, where that cannot be had on one machine */
  simulated?: string;
}

const microsoft = "Microsoft's side is a server on this machine";

export const rows: readonly Row[] = [
  { number: "T01", threat: "killed in the middle of a write" },
  { number: "T02", threat: "power loss", simulated: "a disk in memory forgets what was not synced" },
  { number: "T03", threat: "disk full, embedded store" },
  { number: "T04", threat: "disk full, PostgreSQL" },
  { number: "T05", threat: "broken store file" },
  { number: "T06", threat: "two processes on one store" },
  { number: "T07", threat: "clock that jumps", simulated: "the desk is handed a clock that jumps" },
  { number: "T08", threat: "the same delivery twice" },
  { number: "T09", threat: "reply that perhaps arrived", simulated: microsoft },
  { number: "T10", threat: "turn that takes long" },
  { number: "T11", threat: "activities out of order" },
  { number: "T12", threat: "turns at once in one talk" },
  { number: "T13", threat: "turn that throws" },
  { number: "T14", threat: "huge, packed or mistyped body" },
  { number: "T15", threat: "deep JSON" },
  { number: "T16", threat: "odd Unicode" },
  { number: "T17", threat: "HTML and markdown in what is shown" },
  { number: "T18", threat: "tampered card value" },
  { number: "T19", threat: "forged token" },
  { number: "T20", threat: "token of another talk" },
  { number: "T21", threat: "somebody else's name or role" },
  { number: "T22", threat: "text that costs too much" },
  { number: "T23", threat: "prototype pollution" },
  { number: "T24", threat: "slow loris" },
  { number: "T25", threat: "WebSocket flood, large frame, slow reader" },
  { number: "T26", threat: "storm of connections" },
  { number: "T27", threat: "two agents claim at once" },
  { number: "T28", threat: "agent vanishes" },
  { number: "T29", threat: "PostgreSQL restarts" },
  { number: "T30", threat: "PostgreSQL hangs" },
  { number: "T31", threat: "message that always fails" },
  { number: "T32", threat: "log injection" },
  { number: "T33", threat: "secrets in logs, errors and addresses" },
  { number: "T34", threat: "request forgery through addresses" },
  { number: "T35", threat: "no app id" },
  { number: "T36", threat: "emulator, skill and extension tokens", simulated: microsoft },
  { number: "T37", threat: "keys of the issuer down, slow or rotated", simulated: microsoft },
  { number: "T38", threat: "too many requests" },
  { number: "T39", threat: "malicious upload" },
  { number: "T40", threat: "foreign page" },
  { number: "T41", threat: "formulas in a spreadsheet" },
  { number: "T42", threat: "stop in a deploy" },
  {
    number: "T43",
    threat: "promise that nobody awaits",
    simulated: "the fault is put into the running program, and the test restarts it",
  },
  { number: "T44", threat: "stolen session" },
  { number: "T45", threat: "backup and restore" },
  { number: "T49", threat: "stored bytes that nobody asked for" },
  { number: "T52", threat: "connections of one address take all" },
  { number: "T53", threat: "readers that never read" },
  { number: "T58", threat: "log flood" },
  { number: "T59", threat: "DNS rebinding" },
];
