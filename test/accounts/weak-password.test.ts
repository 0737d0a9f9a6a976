import { expect, test } from "vitest";
import { isWeak, loadCommonPasswords } from "../../src/accounts/passwords.ts";
import { dataPath } from "../../src/runtime/paths.ts";

const common = loadCommonPasswords(dataPath("passwords", "common.txt"));
const email = "alder.long.name@desk.example";

test.each([
  "short",
  "elevenchars",
  "alder.long.name@desk.example",
  "ALDER.LONG.NAME",
  "aaaaaaaaaaaaaa",
  " ".repeat(20),
  "password1234",
  "P@ssw0rd2024",
  "passwordpassword",
  "123456789012",
  "abcdefghijkl",
  "qwertyuiop123",
  "abcabcabcabc",
  "ExitDesk2026",
  "Upwork123456",
  "iloveyou1234",
])("%s is weak", (password) => {
  expect(isWeak(password, email, common)).toBe(true);
});

test.each([
  "correct horse battery",
  "seven green doors ajar",
  "my dragon eats turnips",
  "owner-password-1",
  "Vx7#pQ2mLr9w",
  "kühle Brise über Norden",
])("%s is not weak", (password) => {
  expect(isWeak(password, email, common)).toBe(false);
});
