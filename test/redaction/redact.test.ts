import { describe, expect, test } from "vitest";
import { redact, redactContacts } from "../../src/redaction/redact.ts";

describe("secrets are hidden", () => {
  test.each([
    ["my card is 4111 1111 1111 1111 ok", "card"],
    ["4111-1111-1111-1111", "card"],
    ["pay with 378282246310005 exp 12/29", "card"],
    ["４１１１１１１１１１１１１１１１", "card"],
    ["card 4111 1111 1111 1111 12 29 123", "card"],
    ["cvv 123", "card"],
    ["password: hunter2", "password"],
    ["my password is sunshine", "password"],
    ['my password is "correct horse battery"', "password"],
    ["pw: abc", "password"],
    ["pw S3cret!", "password"],
    ["mein passwort ist geheim99", "password"],
    ["IBAN DE89 3704 0044 0532 0130 00 thanks", "iban"],
    ["gb82west12345698765432", "iban"],
    ["at10 my iban is DE89370400440532013000", "iban"],
    ["passport number is X1234567", "identity"],
    ["ssn 123-45-6789", "identity"],
    ["123-45-6789", "identity"],
    ["driver's license no. D1234567", "identity"],
    ["this is my id 12345678", "identity"],
    ["eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl", "token"],
    ["key sk-abcdefghijklmnop1234", "token"],
    ["Authorization: Bearer abcdef123456789", "token"],
    ["d41d8cd98f00b204e9800998ecf8427e", "token"],
    ["my verification code is 482913", "token"],
  ])("%s", (text, kind) => {
    const { text: shown, masked } = redact(text);
    expect(masked).toContain(kind);
    expect(shown).toContain(`[•••• ${kind}]`);
  });

  test("nothing of a secret is left, and the words around it are", () => {
    expect(redact("take 4111 1111 1111 1111 and my password is hunter2 please").text).toBe(
      "take [•••• card] and my password is [•••• password] please",
    );
  });
});

describe("what an answer may need stays", () => {
  test.each([
    "write to jo.doe@example.com or call +49 151 2345 6789",
    "contract 12345678 with order id 987654321",
    "my password is wrong",
    "forgot password and cant get in",
    "password is not working",
    "i closed it on 2024-11-03 at 10:15:30",
    "they owe me 1,234,567.89 dollars",
    "4111 1111 1111 1112",
    "GB82 WEST 1234 5698 7654 33",
    "passport expired in 2021",
    "https://www.upwork.com/freelancers/~01abcdef0123456789",
  ])("%s", (text) => expect(redact(text)).toEqual({ text, masked: [] }));
});

test("time grows with the length, not faster", () => {
  for (const piece of ["4", "4 ", "a1 ", "password is ", "id ", "DE89", "eyJ", "x@y."]) {
    const before = process.cpuUsage();
    redact(piece.repeat(4_000 / piece.length));
    const { user, system } = process.cpuUsage(before);
    expect((user + system) / 1_000, piece).toBeLessThan(250);
  }
});

test.each([
  ["write to jo.doe+desk@example.co.uk, thanks", "write to [•••• e-mail], thanks"],
  ["<jo@example.org>", "<[•••• e-mail]>"],
  ["call +49 (0)30 901820-15 or 555-0100-99", "call [•••• phone] or [•••• phone]"],
  ["tel.:02071234567.", "tel.:[•••• phone]."],
  ["closed on 2026-11-03 or 3.11.2026", "closed on 2026-11-03 or 3.11.2026"],
  ["200 dollars, 3 weeks, XD-1042, 1,250.50", "200 dollars, 3 weeks, XD-1042, 1,250.50"],
])("contact details are hidden where nobody is to answer: %s", (text, shown) => {
  expect(redactContacts(text)).toBe(shown);
});

test("hiding contact details costs little, whatever the text", () => {
  for (const part of ["a", "1", "1-", "@", "a@", "(1) "]) {
    const before = process.cpuUsage();
    redactContacts(part.repeat(4_000 / part.length));
    const { user, system } = process.cpuUsage(before);
    expect((user + system) / 1_000, part).toBeLessThan(100);
  }
});
