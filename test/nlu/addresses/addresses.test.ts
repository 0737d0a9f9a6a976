import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { addressesIn, addressUse } from "../../../src/nlu/email/addresses.ts";
import { loadLexicon } from "../../../src/nlu/lexicon.ts";
import { sanitizeText } from "../../../src/redaction/redact.ts";
import { isMailAddress } from "../../../src/runtime/email-address.ts";
import { dataPath } from "../../../src/runtime/paths.ts";

const words = await loadLexicon(dataPath("utterances", "en"));
const read = (text: string) => addressesIn(text, words);
const KIM = "kim@example.com";
const LEE = "lee@example.org";

test.each([
  KIM,
  "kim@example.photography",
  "käthe@example.com",
  "kim.o'brien@example.co.uk",
  "kim@müller.example",
  "kim+upwork@mail.example.com",
  "  kim@example.com\n",
])("%j is taken as it stands", (text) => expect(read(text)).toEqual({ kind: "whole", address: text.trim() }));

test.each([
  "it's kim@example.com.",
  "you can write to kim@example.com please",
  "Kim Lee <kim@example.com>",
  "<kim@example.com>",
  "“kim@example.com”",
  "'kim@example.com'",
  "(kim@example.com)",
  "**kim@example.com**",
  "mailto:kim@example.com",
  "mailto:kim@example.com?subject=hello",
  "E-mail:kim@example.com",
  "kim@example.com, thanks",
  "kim@example.com!",
  "is it kim@example.com?",
  "kim＠example.com",
  "kim@example。com",
  "ｋｉｍ@example.com",
  "kim at example dot com",
  "it is kim at example dot com ok",
  "kim (at) example (dot) com",
  "kim[at]example[dot]com",
  "kim at example.com",
  "kim@example.com kim@example.com",
  "my boss is not here, so kim@example.com",
  "why not kim@example.com",
  "its kim@example.com i don't have another one",
  "don't hesitate to write to kim@example.com",
  "kim@example.com (personal)",
  '<a href="mailto:kim@example.com">kim@example.com</a>',
  "not sure, maybe kim@example.com",
  "I'm not at home, write to kim@example.com",
])("%j is asked back", (text) =>
  expect(read(text)).toMatchObject({ kind: "unsure", addresses: [KIM], fault: null }),
);

test.each([
  ["kim@example.com.", "dot-last"],
  ["kim @ example.com", "space"],
  ["kim@ example.com", "space"],
  ["kim @example.com", "space"],
  ["mail kim @ example.com ok", "space"],
  ["kim@example,com", "comma"],
  ["it is kim@example,com ok", "comma"],
  ["kim@example.com,thanks", "comma"],
  ["kim\u200b@example.com", "invisible"],
])("%j is asked back, and it is said why: %s", (text, kind) =>
  expect(read(text)).toMatchObject({ kind: "unsure", addresses: [KIM], fault: { kind } }),
);

test("a curly apostrophe is asked back as the plain one", () =>
  expect(read("kim.o’brien@example.com")).toMatchObject({ addresses: ["kim.o'brien@example.com"] }));

test.each([
  ["kim@example..com", "two-dots"],
  ["it is kim@example..com", "two-dots"],
  [".kim@example.com", "dot-first"],
  ["mine is kim.@example.com thanks", "dot-before-at"],
  ["kim@localhost", "no-dot"],
  ["studio@", "nothing-after"],
  ["@example.com", "nothing-before"],
  ["kim@example. com", "no-dot"],
  ["kim@example .com", "space"],
  ["kim @ example . com", "space"],
  ["k i m @ example.com", "space"],
  ["kim@\u0435xample.com", "domain"],
  ["kim(home)lee@example.com", "character"],
  ["a@b@c", "several-at"],
  ["@@@@", "several-at"],
  ["kim@[127.0.0.1]", "network-address"],
  ['"kim lee"@example.com', "quoted"],
  ["ask @support", "no-address"],
  [`${"k".repeat(70)}@example.com`, "too-long"],
  ["k,im@example.com", "comma"],
])("%j is refused: %s", (text, kind) =>
  expect(read(text)).toMatchObject({ kind: "refused", fault: { kind } }),
);

test.each(["no mail please", "i work at example.com now", "studio at example", "meet me at 5", "dot at dot"])(
  "%j holds none",
  (text) => expect(read(text)).toEqual({ kind: "none" }),
);

describe("an address that is denied is never offered", () => {
  test.each([
    "not kim@example.com but lee@example.org",
    "not kim@example.com, lee@example.org",
    "not to kim@example.com, to lee@example.org",
    "don't use kim@example.com, use lee@example.org",
    "please do not send it to kim@example.com. Send it to lee@example.org",
    "lee@example.org instead of kim@example.com",
    "use lee@example.org rather than kim@example.com",
    "kim@example.com is wrong, use lee@example.org",
    "kim@example.com is wrong use lee@example.org",
    "kim@example.com isn't right lee@example.org is",
    "lee@example.org, not kim@example.com",
    "lee@example.org not kim@example.com",
    "lee@example.org (not kim@example.com)",
    "it's not kim@example.com it's lee@example.org",
    "I no longer use kim@example.com, lee@example.org please",
    "my old address kim@example.com doesn't work, it's lee@example.org now",
    "i lost access to kim@example.com so lee@example.org",
    "change kim@example.com to lee@example.org",
    "from kim@example.com to lee@example.org",
    "kim@example.com -> lee@example.org",
    "kim@example.com (wrong), lee@example.org",
    "kim@example.com, which I don't use any more, so lee@example.org",
    "lee@example.org is right not kim@example.com",
    "lee@example.org don't use kim@example.com",
    "use lee@example.org and not kim@example.com",
    "kim@example.com was hacked, lee@example.org",
    "kim@example.com - no wait - lee@example.org",
    "kim@example.com, sorry, I meant lee@example.org",
    "anything but kim@example.com, so lee@example.org",
    "never kim@example.com! lee@example.org",
    "the old one was kim@example.com; lee@example.org",
    "NOT kim@example.com BUT lee@example.org",
    "not that one use lee@example.org",
  ])("%j", (text) => expect(read(text)).toMatchObject({ kind: "unsure", addresses: [LEE] }));

  test.each([
    "don't use kim@example.com",
    "don't ever use kim@example.com",
    "not kim@example.com",
    "no mail to kim@example.com please",
    "wrong one: kim@example.com",
    "no not kim@example.com",
    "neither kim@example.com nor lee@example.org",
    "not kim@example.com or lee@example.org",
    "anything but kim@example.com",
    "kim@example.com is not mine",
    "kim@example.com belongs to my ex",
    "stop sending to kim@example.com",
    "please remove kim@example.com",
  ])("%j leaves none", (text) => expect(read(text)).toEqual({ kind: "denied" }));
});

test.each([
  "kim@example.com lee@example.org",
  "kim@example.com or lee@example.org",
  "send to kim@example.com and lee@example.org",
  "kim@example.com,lee@example.org",
  "kim@example.com;lee@example.org",
  "kim@example.com/lee@example.org",
  "not only kim@example.com but also lee@example.org",
])("%j offers both", (text) => expect(read(text)).toMatchObject({ kind: "unsure", addresses: [KIM, LEE] }));

test("a sign at the beginning that may belong to an address is asked about", () => {
  expect(read("email=kim@example.com")).toMatchObject({ addresses: ["email=kim@example.com", KIM] });
  expect(read("'kim@example.com")).toMatchObject({ addresses: [KIM, "'kim@example.com"] });
});

describe("whatever is typed", () => {
  const piece = fc.oneof(
    fc.emailAddress(),
    fc.constantFrom(
      "not",
      "but",
      "@",
      ".",
      ",",
      "at",
      "dot",
      "kim@example..com",
      "käthe@example.com",
      "it's",
    ),
    fc.string({ unit: "binary", maxLength: 12 }),
    fc
      .emailAddress()
      .chain((address) => fc.constantFrom(`<${address}>`, `${address}.`, `(${address})`, `ä${address}`)),
  );
  const text = fc.tuple(fc.array(piece, { maxLength: 6 }), fc.constantFrom(" ", "", "\n", ", "));

  test("a taken address is a whole whitespace-delimited word, and the only one", () => {
    fc.assert(
      fc.property(text, ([pieces, between]) => {
        const typed = sanitizeText(pieces.join(between));
        const heard = read(typed);
        if (heard.kind !== "whole") return;
        expect(typed.match(/\S+/gu)?.map((word) => word.normalize("NFC"))).toEqual([heard.address]);
        expect(isMailAddress(heard.address)).toBe(true);
      }),
      { numRuns: 2_000 },
    );
  });

  test("an address among words is asked back whole, and what is asked can be written to", () => {
    const word = fc.constantFrom("please", "write", "to", "me", "thanks", "hello", "mine:", "so");
    fc.assert(
      fc.property(
        fc.array(word, { minLength: 1 }),
        fc.emailAddress(),
        fc.array(word),
        (before, address, after) => {
          const heard = read([...before, address, ...after].join(" "));
          expect(heard.kind).toBe("unsure");
          if (heard.kind !== "unsure") return;
          expect(heard.addresses).toContain(address);
          expect(heard.addresses.every(isMailAddress)).toBe(true);
        },
      ),
    );
  });
});

describe("in a message of 4,000 characters", () => {
  const filler = "so much has happened since then ".repeat(200);
  const round = (words: string): string => {
    const half = (4_000 - words.length - 2) / 2;
    return `${filler.slice(0, Math.floor(half))} ${words} ${filler.slice(0, Math.ceil(half))}`;
  };

  test("an address in the middle is found, and a denied one is denied", () => {
    expect(round(KIM)).toHaveLength(4_000);
    expect(read(round(KIM))).toMatchObject({ kind: "unsure", addresses: [KIM] });
    expect(read(round(`not ${KIM} but ${LEE}`))).toMatchObject({ kind: "unsure", addresses: [LEE] });
  });

  test("nothing costs more than its length", () => {
    const texts = [
      "@",
      "a",
      "a@b ",
      "a@b.co ",
      "not a@b.co ",
      "at dot ",
      "a at a dot a ",
      "a@b,",
      "x@y.z,",
      "a:",
      "(at",
      "( ",
      ";",
      ".",
      ".@",
      "'",
      "\u200b",
      "ä@",
      "-> a@b.co ",
    ].map((part) => part.repeat(4_000 / part.length));
    for (const text of texts) read(text);
    const before = process.cpuUsage();
    for (const text of [...texts, `a@b.c${"'".repeat(3_990)}x`, `${"k".repeat(3_000)}@${".".repeat(900)}x`])
      read(text);
    expect(process.cpuUsage(before).user / 1_000).toBeLessThan(1_000);
  });
});

test.each([
  [KIM, KIM, "only"],
  ["write to KIM@example.com please", KIM, "only"],
  ["kim@example.photography", "kim@example.photog", "absent"],
  ["käthe@example.com", "the@example.com", "absent"],
  ["kim.o'brien@example.co.uk", "brien@example.co.uk", "absent"],
  ["kim@example..com", "kim@example", "absent"],
  ["not kim@example.com but lee@example.org", KIM, "denied"],
  ["not kim@example.com but lee@example.org", LEE, "only"],
  ["kim@example.com or lee@example.org", KIM, "among"],
] as const)("%j speaks of %s as %s", (text, address, use) =>
  expect(addressUse(text, address, words)).toBe(use),
);
