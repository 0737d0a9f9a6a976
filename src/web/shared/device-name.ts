const browsers: [name: string, sign: RegExp][] = [
  ["Edge", /\bEdg(e|A|iOS)?\//],
  ["Opera", /\bOPR\//],
  ["Firefox", /\b(Firefox|FxiOS)\//],
  ["Chrome", /(Chrome|CriOS)\//],
  ["Safari", /\bSafari\//],
];
const systems: [name: string, sign: RegExp][] = [
  ["Android", /\bAndroid\b/],
  ["iOS", /\b(iPhone|iPad)\b/],
  ["Windows", /\bWindows\b/],
  ["macOS", /\bMac OS X\b/],
  ["Linux", /\bLinux\b/],
];

const find = (known: [string, RegExp][], text: string): string | null =>
  known.find(([, sign]) => sign.test(text))?.[0] ?? null;

/** Returns the browser and the operating system in a `User-Agent`; null for unknown ones. */
export const deviceName = (agent: string): { browser: string | null; system: string | null } => ({
  browser: find(browsers, agent),
  system: find(systems, agent),
});
