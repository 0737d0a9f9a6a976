import { findCards, findIbans, findIdentityNumbers } from "./account-numbers.ts";
import { findContacts } from "./contacts.ts";
import { findPasswords, findTokens } from "./credentials.ts";
import type { Redacted, SecretKind } from "./secret.ts";

/** The text with a mark in place of each stretch, and the kinds that were hidden. Where stretches overlap the first one names the mark. */
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

/** Hides payment cards, IBANs, tokens, passwords and numbers of identity papers. E-mail addresses and phone numbers stay. */
export const redact = (text: string): { text: string; masked: SecretKind[] } =>
  replaceMatches(
    text,
    (digit.test(text) ? finders : findersWithoutDigits).flatMap((find) => find(text)),
  );

/** Hides e-mail addresses and phone numbers, for readers who are not the ones to answer. */
export const redactContacts = (text: string): string => replaceMatches(text, findContacts(text)).text;

const LONGEST_MESSAGE = 4_000;

/** A text that can be stored anywhere: at most 4,000 characters, well-formed Unicode, no NUL. */
export function sanitizeText(text: string): string {
  const capped =
    text.length > LONGEST_MESSAGE ? text.slice(0, LONGEST_MESSAGE).replace(/[\ud800-\udbff]$/, "") : text;
  return capped.replaceAll("\0", "").replace(/\p{Cs}/gu, "\ufffd");
}

/** A text of an agent as it may be kept: secrets masked, like everybody's. */
export const sanitizeAndRedact = (text: string): string => redact(sanitizeText(text)).text;

const address = /[^\s@<>()[\]",;:]{1,64}@[^\s@<>()[\]",;:.!?]{1,63}(?:\.[^\s@<>()[\]",;:.!?]{1,63}){1,8}/gu;
const number = /(?<![\w-])\+?\(?\d[\d ()./-]{5,24}\d(?!\w)/gu;
const date = /^\d{4}-\d\d-\d\d$/;

const digitsIn = (text: string): number => text.replace(/\D/g, "").length;

/** Puts a sign in the place of each e-mail address and phone number, for where they are not needed. */
export const redactContactsIn = (text: string): string =>
  text
    .replace(address, "[…]")
    .replace(number, (found) => (digitsIn(found) < 7 || date.test(found) ? found : "[…]"));
