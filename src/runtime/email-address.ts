import { analyzeEmail } from "@hapi/address";

/** Fault of an e-mail address. `character` is the one that is not allowed. */
export type AddressFault =
  | {
      kind:
        | "dot-first"
        | "dot-before-at"
        | "dot-after-at"
        | "dot-last"
        | "two-dots"
        | "space"
        | "comma"
        | "quoted"
        | "invisible"
        | "no-dot"
        | "nothing-before"
        | "nothing-after"
        | "several-at"
        | "too-long"
        | "network-address"
        | "domain"
        | "no-address";
    }
  | { kind: "character"; character: string };

const LONGEST = 254;
const WIDER_DOTS = /[\u3002\uff0e\uff61]/u;
const UNSEEN = /[\p{C}]/u;
const SPACE = /[\s\p{Z}]/u;
const LOCAL = /(?![<>])[\p{L}\p{M}\p{N}\p{S}!#$%&'*+\-/=?^_`{|}~.]/u;

const bytes = (text: string): number => new TextEncoder().encode(text).length;

/** Converts a domain to ASCII (UTS 46, as in the URL standard); empty for an invalid one. */
function ascii(domain: string): string {
  const url = `http://${domain}/`;
  return /[\s:/\\?#@%[\]]/u.test(domain) || !URL.canParse(url) ? "" : new URL(url).hostname;
}

const partsOf = (address: string): [local: string, domain: string] => {
  const at = address.lastIndexOf("@");
  return [address.slice(0, at), address.slice(at + 1)];
};

/**
 * Returns the fault of an address, or null for a valid one: RFC 5321 with RFC 6531 and IDNA domains, without quoted local
 * parts, comments and address literals. Does not look up the domain.
 */
export function emailFault(address: string): AddressFault | null {
  if (SPACE.test(address)) return { kind: "space" };
  if (UNSEEN.test(address)) return { kind: "invisible" };
  if (address.includes('"')) return { kind: "quoted" };
  const found = analyzeEmail(address);
  if (found !== null) return named(found.code, address);
  const [local, domain] = partsOf(address);
  const odd = [...local].find((character) => !LOCAL.test(character));
  if (odd !== undefined) return { kind: "character", character: odd };
  return domainFault(domain) ?? (isTooLong(address) ? { kind: "too-long" } : null);
}

/** Returns whether an address is valid. */
export const isMailAddress = (address: string): boolean => emailFault(address) === null;

/** Returns whether a label mixes scripts in a way that registries refuse. */
function isMixed(label: string, isEnd: boolean): boolean {
  const others = isEnd ? /(?!\p{Script=Latin})\p{L}/u : /[\p{Script=Cyrillic}\p{Script=Greek}]/u;
  return /\p{Script=Latin}/u.test(label) && others.test(label);
}

/**
 * Returns a fault for domains that IDNA accepts but people misread: other dots, and labels in two scripts.
 */
function domainFault(domain: string): AddressFault | null {
  const wide = WIDER_DOTS.exec(domain)?.[0];
  if (wide !== undefined) return { kind: "character", character: wide };
  const labels = domain.split(".");
  const mixed = labels.some((label, at) => isMixed(label, at === labels.length - 1));
  return mixed || ascii(domain) === "" ? { kind: "domain" } : null;
}

const isTooLong = (address: string): boolean =>
  Math.max(bytes(address), bytes(normalizeEmail(address))) > LONGEST;

function named(code: string, address: string): AddressFault {
  const [local, domain] = partsOf(address);
  switch (code) {
    case "MISSING_AT_CHAR":
    case "EMPTY_STRING":
      return { kind: "no-address" };
    case "MULTIPLE_AT_CHAR":
      return { kind: "several-at" };
    case "EMPTY_LOCAL":
      return { kind: "nothing-before" };
    case "DOMAIN_NON_EMPTY_STRING":
      return { kind: "nothing-after" };
    case "ADDRESS_TOO_LONG":
    case "LOCAL_TOO_LONG":
    case "DOMAIN_TOO_LONG":
    case "DOMAIN_LONG_SEGMENT":
      return { kind: "too-long" };
    case "EMPTY_LOCAL_SEGMENT":
      if (local.startsWith(".")) return { kind: "dot-first" };
      return { kind: local.endsWith(".") ? "dot-before-at" : "two-dots" };
    case "DOMAIN_EMPTY_SEGMENT":
      if (domain.includes("..")) return { kind: "two-dots" };
      return { kind: domain.startsWith(".") ? "dot-after-at" : "dot-last" };
    case "DOMAIN_SEGMENTS_COUNT":
      return { kind: domain === "." ? "dot-after-at" : "no-dot" };
    case "INVALID_LOCAL_CHARS":
      return odd(local, LOCAL);
    default:
      return /^\[|^[\d.]+$/u.test(domain) ? { kind: "network-address" } : odd(domain, /[\p{L}\p{M}\p{N}.-]/u);
  }
}

function odd(part: string, usual: RegExp): AddressFault {
  const character = [...part].find((one) => !usual.test(one));
  if (character === undefined) return { kind: "domain" };
  return character === "," ? { kind: "comma" } : { kind: "character", character };
}

/** Converts an address for SMTP: the domain in ASCII, so that only a non-ASCII local part needs SMTPUTF8. */
export function normalizeEmail(address: string): string {
  const [local, domain] = partsOf(address);
  return `${local}@${ascii(domain) || domain}`;
}

/** Returns the canonical spelling for comparisons: lower case, NFC, the domain in ASCII. */
export function comparableEmail(address: string): string {
  const text = address.normalize("NFC").trim().toLowerCase();
  return text.includes("@") ? normalizeEmail(text) : text;
}
