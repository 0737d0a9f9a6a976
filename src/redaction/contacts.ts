import type { ContactKind, Redacted } from "./secret.ts";

const address = /[^\s@<>()",;:]{1,64}@[^\s@<>()",;:]{1,190}/gu;
const phone = /\+?\(?\d(?:[\d\s()./-]{0,24}\d)?/gu;
const date = /^(?:\d{4}[-./]\d{1,2}[-./]\d{1,2}|\d{1,2}[-./]\d{1,2}[-./]\d{2,4})$/;
const LEAST_DIGITS = 7;

const isPhone = (text: string): boolean => text.replace(/\D/g, "").length >= LEAST_DIGITS && !date.test(text);

/** Finds e-mail addresses and phone numbers. */
export function findContacts(text: string): Redacted<ContactKind>[] {
  const at = (kind: ContactKind, hit: RegExpExecArray) => ({
    kind,
    start: hit.index,
    end: hit.index + hit[0].length,
  });
  return [
    ...[...text.matchAll(address)].map((hit) => at("e-mail", hit)),
    ...[...text.matchAll(phone)].filter(([said]) => isPhone(said)).map((hit) => at("phone", hit)),
  ];
}
