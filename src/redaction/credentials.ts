import { matchAll, type Secret } from "./secret.ts";

const name =
  "pass ?words?|passwd|pwd?|pass ?phrase|pass ?code|pin|security answer|passwort|kennwort|contrase[nñ]a|mot de passe|senha|пароль";
const introduced = new RegExp(
  `(?<![\\p{L}\\d])(?:${name})\\s{0,3}(?:(?:is|was|ist|es|est)\\s{0,3}[:=]?|[:=])\\s{0,3}`,
  "giu",
);
const bare = new RegExp(`(?<![\\p{L}\\d])(?:${name})\\s{1,3}`, "giu");
const value = /["“«']([^"”»'\n]{1,100})["”»']|[^\s"“”«»]{1,200}/uy;

/** Words that may follow "my password is" without being a password. */
const ordinary = new Set(
  (
    "a an the my your his her their our not no never always wrong incorrect invalid right correct ok fine too so " +
    "lost gone forgotten forgot unknown expired old new changed reset broken missing needed required asked stolen " +
    "hacked compromised weak strong safe same saved stored blank empty different case sensitive still just also " +
    "working rejected refused accepted being i it that this what where how why when which in on at from for to " +
    "unfortunately apparently somehow suddenly really very and but or if because"
  ).split(" "),
);

/**
 * Finds passwords: any uncommon word after "password:" or "my password is"; after a bare "password" only a
 * word with a digit or sign.
 */
export function findPasswords(text: string): Secret[] {
  return [
    ...secretsAfter(
      text,
      introduced,
      (word) => !ordinary.has(word.toLowerCase().replace(/[.,;:!?)]+$/u, "")),
    ),
    ...secretsAfter(
      text,
      bare,
      (word) => word.length >= 4 && /\p{L}.*[\d@#$%^&*]|[\d@#$%^&*].*\p{L}/u.test(word),
    ),
  ];
}

function secretsAfter(text: string, lead: RegExp, isSecret: (word: string) => boolean): Secret[] {
  return matchAll(text, lead).flatMap((hit): Secret[] => {
    value.lastIndex = hit.index + hit[0].length;
    const found = value.exec(text);
    if (found === null || !isSecret(found[1] ?? found[0])) return [];
    return [{ kind: "password", start: found.index, end: found.index + found[0].length }];
  });
}

const shapes = [
  /\beyJ[\w-]{5,}\.[\w-]{5,}(?:\.[\w-]*)?/gu,
  /\b(?:sk|pk|rk|ghp|gho|ghs|ghu|github_pat|glpat|xox[abpr]|AKIA|AIza)[-_]?[A-Za-z\d_-]{12,}/gu,
  /(?<=\bbearer\s{1,3})[\w.~+/=-]{8,}/giu,
  /(?<=\b(?:api[ _-]?key|access[ _-]?token|auth[ _-]?token|refresh[ _-]?token|client[ _-]?secret|secret[ _-]?key)\s{0,2}(?:is\s|[:=])\s{0,2})[^\s,;]{6,}/giu,
  /(?<=\b(?:verification|security|auth|authentication|login|2fa|otp|one[- ]time) (?:code|pin)\s{0,2}(?:is\s|:)?\s{0,2})\d{4,8}\b/giu,
];
const longWord = /[A-Za-z\d+/_=-]{32,}/gu;

/** Finds keys and tokens: JSON web tokens, known prefixes, bearer and one-time codes, long hex and base64. */
export function findTokens(text: string): Secret[] {
  const named = shapes.flatMap((shape) => matchAll(text, shape));
  const random = matchAll(text, longWord).filter((hit) => looksRandom(hit[0]));
  return [...named, ...random].map((hit) => ({
    kind: "token",
    start: hit.index,
    end: hit.index + hit[0].length,
  }));
}

function looksRandom(word: string): boolean {
  if (/^[\da-f]{32,}$/iu.test(word)) return /\d/.test(word) && /[a-f]/iu.test(word);
  const digits = word.match(/\d/g)?.length ?? 0;
  return digits >= 3 && /[a-z]/.test(word) && /[A-Z]/.test(word) && !/\//.test(word.slice(0, 2));
}
