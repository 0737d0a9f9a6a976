import { findCards } from "./mask/cards.ts";
import { findContacts } from "./mask/contacts.ts";
import { hide } from "./mask/hide.ts";
import { findIbans } from "./mask/ibans.ts";
import { findIdentityNumbers } from "./mask/identity.ts";
import { findPasswords } from "./mask/passwords.ts";
import type { SecretKind } from "./mask/secret.ts";
import { findTokens } from "./mask/tokens.ts";

const finders = [findCards, findIbans, findTokens, findPasswords, findIdentityNumbers];
const findersWithoutDigits = [findTokens, findPasswords];
const digit = /[\d\uff10-\uff19]/u;

/** Hides payment cards, IBANs, tokens, passwords and numbers of identity papers. E-mail addresses and phone numbers stay. */
export const mask = (text: string): { text: string; masked: SecretKind[] } =>
  hide(
    text,
    (digit.test(text) ? finders : findersWithoutDigits).flatMap((find) => find(text)),
  );

/** Hides e-mail addresses and phone numbers, for readers who are not the ones to answer. */
export const maskContacts = (text: string): string => hide(text, findContacts(text)).text;
