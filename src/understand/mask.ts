import { findCards } from "./mask/cards.ts";
import { findIbans } from "./mask/ibans.ts";
import { findIdentityNumbers } from "./mask/identity.ts";
import { findPasswords } from "./mask/passwords.ts";
import type { Secret, SecretKind } from "./mask/secret.ts";
import { findTokens } from "./mask/tokens.ts";

const finders = [findCards, findIbans, findTokens, findPasswords, findIdentityNumbers];

/** Hides payment cards, IBANs, tokens, passwords and numbers of identity papers. E-mail addresses and phone numbers stay. */
export function mask(text: string): { text: string; masked: SecretKind[] } {
  const found = finders.flatMap((find) => find(text)).sort((a, b) => a.start - b.start || b.end - a.end);
  const kept: Secret[] = [];
  for (const secret of found) {
    const last = kept.at(-1);
    if (last === undefined || secret.start >= last.end) kept.push({ ...secret });
    else last.end = Math.max(last.end, secret.end);
  }
  let out = "";
  let at = 0;
  for (const { kind, start, end } of kept) {
    out += `${text.slice(at, start)}[•••• ${kind}]`;
    at = end;
  }
  return { text: out + text.slice(at), masked: [...new Set(kept.map(({ kind }) => kind))] };
}
