import { findCards, findIbans, findIdentityNumbers } from "./account-numbers.ts";
import { findContacts } from "./contacts.ts";
import { findPasswords, findTokens } from "./credentials.ts";
import type { Redacted, SecretKind } from "./secret.ts";

/**
 * Replaces matches by marks, and returns the kinds that were redacted. Of overlapping matches, the first
 * names the mark.
 */
function replaceMatches<Kind extends string>(
  text: string,
  stretches: readonly Redacted<Kind>[],
): { text: string; masked: Kind[] } {
  const found = [...stretches].sort((a, b) => a.start - b.start || b.end - a.end);
  const kept: Redacted<Kind>[] = [];
  for (const stretch of found) {
    const last = kept.at(-1);
    if (last === undefined || stretch.start >= last.end) kept.push({ ...stretch });
    else last.end = Math.max(last.end, stretch.end);
  }
  let out = "";
  let at = 0;
  for (const { kind, start, end } of kept) {
    out += `${text.slice(at, start)}[•••• ${kind}]`;
    at = end;
  }
  return { text: out + text.slice(at), masked: [...new Set(kept.map(({ kind }) => kind))] };
}

const finders = [findCards, findIbans, findTokens, findPasswords, findIdentityNumbers];
const findersWithoutDigits = [findTokens, findPasswords];
const digit = /[\d\uff10-\uff19]/u;

/**
 * Redacts payment cards, IBANs, tokens, passwords and identity numbers. E-mail addresses and phone numbers
 * stay.
 */
export const redact = (text: string): { text: string; masked: SecretKind[] } =>
  replaceMatches(
    text,
    (digit.test(text) ? finders : findersWithoutDigits).flatMap((find) => find(text)),
  );

/** Redacts e-mail addresses and phone numbers, for readers who do not answer the person. */
export const redactContacts = (text: string): string => replaceMatches(text, findContacts(text)).text;

const LONGEST_MESSAGE = 4_000;

/** Sanitizes a text for storage: at most 4,000 characters, well-formed Unicode, no NUL. */
export function sanitizeText(text: string): string {
  const capped =
    text.length > LONGEST_MESSAGE ? text.slice(0, LONGEST_MESSAGE).replace(/[\ud800-\udbff]$/, "") : text;
  return capped.replaceAll("\0", "").replace(/\p{Cs}/gu, "\ufffd");
}

/** Sanitizes and redacts a text that an agent wrote. */
export const sanitizeAndRedact = (text: string): string => redact(sanitizeText(text)).text;

const address = /[^\s@<>()[\]",;:]{1,64}@[^\s@<>()[\]",;:.!?]{1,63}(?:\.[^\s@<>()[\]",;:.!?]{1,63}){1,8}/gu;
const number = /(?<![\w-])\+?\(?\d[\d ()./-]{5,24}\d(?!\w)/gu;
const date = /^\d{4}-\d\d-\d\d$/;

const digitsIn = (text: string): number => text.replace(/\D/g, "").length;

/** Replaces e-mail addresses and phone numbers by `[…]`. */
export const redactContactsIn = (text: string): string =>
  text
    .replace(address, "[…]")
    .replace(number, (found) => (digitsIn(found) < 7 || date.test(found) ? found : "[…]"));
