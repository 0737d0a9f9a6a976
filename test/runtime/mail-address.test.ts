import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  comparableEmail,
  emailFault,
  isMailAddress,
  normalizeEmail,
} from "../../src/runtime/email-address.ts";

const many = (count: number, letter = "a"): string => letter.repeat(count);

test.each([
  "kim@example.com",
  "kim@example.photography",
  "kim@example.travelersinsurance",
  "kim@example.xn--vermgensberatung-pwb",
  "kim@example.vermögensberatung",
  "kim.o'brien@example.co.uk",
  "kim+desk@example.com",
  "k_i-m=x/y@example.com",
  "käthe@example.com",
  "ka\u0308the@example.com",
  "kim@müller.example",
  "用户@例え.テスト",
  "δοκιμή@παράδειγμα.ελ",
  "kim@例子.公司",
  "KIM@EXAMPLE.COM",
  "1@2.de",
  "a@b.co",
  `${many(64)}@example.com`,
  `${many(32, "ä")}@example.com`,
  `kim@${many(63)}.com`,
  `k@${many(63)}.${many(63)}.${many(63)}.${many(57)}.co`,
])("%s can be written to", (address) => expect(emailFault(address)).toBeNull());

test.each([
  ["kim@example..com", "two-dots"],
  ["kim..x@example.com", "two-dots"],
  [".kim@example.com", "dot-first"],
  ["kim.@example.com", "dot-before-at"],
  ["kim@.example.com", "dot-after-at"],
  ["kim@example.com.", "dot-last"],
  ["kim lee@example.com", "space"],
  ["kim@example.com\u00a0", "space"],
  ["kim@example,com", "comma"],
  ["ki,m@example.com", "comma"],
  ['"kim"@example.com', "quoted"],
  ['"kim lee"@example.com', "space"],
  ["kim@\u200bexample.com", "invisible"],
  ["kim@exam\u00adple.com", "invisible"],
  ["kim\u0000@example.com", "invisible"],
  ["kim@localhost", "no-dot"],
  ["@example.com", "nothing-before"],
  ["kim@", "nothing-after"],
  ["kim@@example.com", "several-at"],
  ["kim@example.com@example.org", "several-at"],
  [`${many(65)}@example.com`, "too-long"],
  [`${many(33, "ä")}@example.com`, "too-long"],
  [`kim@${many(64)}.com`, "too-long"],
  [`kim@${many(60, "ü")}.com`, "too-long"],
  [`kim@${many(63)}.${many(63)}.${many(63)}.${many(63)}.com`, "too-long"],
  ["kim@127.0.0.1", "network-address"],
  ["kim@[127.0.0.1]", "network-address"],
  ["kim@[IPv6:2001:db8::1]", "network-address"],
  ["kim@-example.com", "domain"],
  ["kim@example-.com", "domain"],
  ["kim@example.123", "domain"],
  ["kim@xn--a.example", "domain"],
  ["kim@example.com谢谢", "domain"],
  ["kim(work)@example.com", "character"],
  ["kim:lee@example.com", "character"],
  ["kim<lee@example.com", "character"],
  ["“kim”@example.com", "character"],
  ["kim@exa_mple.com", "character"],
  ["kim@example。com", "character"],
  ["kim@example.com:25", "character"],
  ["kim", "no-address"],
  ["", "no-address"],
])("%s is refused: %s", (address, kind) => expect(emailFault(address)).toMatchObject({ kind }));

describe("of whatever text", () => {
  const label = fc.stringMatching(/^[a-z0-9]([a-z0-9-]{0,10}[a-z0-9])?$/);
  const local = fc.stringMatching(/^[a-z0-9!#$%&'*+=?^_{|}~-]{1,20}(\.[a-z0-9]{1,8}){0,3}$/);
  const address = fc
    .tuple(local, label, fc.stringMatching(/^[a-z]{2,20}$/))
    .map(([name, domain, end]) => `${name}@${domain}.${end}`)
    .filter((one) => !/@xn--|@..--/u.test(one));

  test("ordinary ones are taken", () => {
    fc.assert(fc.property(address, isMailAddress));
    fc.assert(fc.property(fc.emailAddress(), (one) => isMailAddress(one)));
  });

  test("a dot more at any edge is one too many", () => {
    fc.assert(
      fc.property(address, fc.nat(), (one, seed) => {
        const dots = [...one].flatMap((sign, at) => (sign === "." ? [at] : []));
        const at = dots[seed % dots.length] as number;
        const broken = [`.${one}`, `${one}.`, one.replace("@", ".@"), one.replace("@", "@.")];
        expect([...broken, `${one.slice(0, at)}.${one.slice(at)}`].filter(isMailAddress)).toEqual([]);
      }),
    );
  });

  test("nothing with two @, a space or a control character is ever taken, and nothing throws", () => {
    const odd = fc.constantFrom(
      "@",
      " ",
      "\t",
      "\n",
      "\r",
      "\0",
      "<",
      ">",
      '"',
      ",",
      ";",
      "\u200b",
      "\u202e",
    );
    fc.assert(
      fc.property(address, odd, fc.nat(), (one, sign, seed) => {
        const at = seed % (one.length + 1);
        expect(isMailAddress(one.slice(0, at) + sign + one.slice(at))).toBe(false);
      }),
    );
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => [true, false].includes(isMailAddress(text))),
    );
  });
});

test("the domain is sent in ASCII, the local part as it is", () => {
  expect(normalizeEmail("käthe@MÜLLER.example")).toBe("käthe@xn--mller-kva.example");
  expect(normalizeEmail("Kim.O'Brien@example.com")).toBe("Kim.O'Brien@example.com");
});

test("capitals, composed letters and Punycode are spellings of one address", () => {
  const spellings = ["Käthe@Müller.example", " ka\u0308the@xn--mller-kva.example ", "KÄTHE@MÜLLER.EXAMPLE"];
  expect(new Set(spellings.map(comparableEmail)).size).toBe(1);
});
