import { hits } from "./hits.ts";
import type { Secret } from "./secret.ts";

const name =
  "pass ?words?|passwd|pwd?|pass ?phrase|pass ?code|pin|security answer|passwort|kennwort|contrase[nñ]a|mot de passe|senha|пароль";
const told = new RegExp(
  `(?<![\\p{L}\\d])(?:${name})\\s{0,3}(?:(?:is|was|ist|es|est)\\s{0,3}[:=]?|[:=])\\s{0,3}`,
  "giu",
);
const bare = new RegExp(`(?<![\\p{L}\\d])(?:${name})\\s{1,3}`, "giu");
const value = /["“«']([^"”»'\n]{1,100})["”»']|[^\s"“”«»]{1,200}/uy;

/** Words that follow "my password is" without being one. */
const ordinary = new Set(
  (
    "a an the my your his her their our not no never always wrong incorrect invalid right correct ok fine too so " +
    "lost gone forgotten forgot unknown expired old new changed reset broken missing needed required asked stolen " +
    "hacked compromised weak strong safe same saved stored blank empty different case sensitive still just also " +
    "working rejected refused accepted being i it that this what where how why when which in on at from for to " +
    "unfortunately apparently somehow suddenly really very and but or if because"
  ).split(" "),
);

/** What is given as a password: after "password:" or "my password is" any word that is not an ordinary one, after a bare "password" one with a digit or sign in it. */
export function findPasswords(text: string): Secret[] {
  return [
    ...secretsAfter(text, told, (word) => !ordinary.has(word.toLowerCase().replace(/[.,;:!?)]+$/u, ""))),
    ...secretsAfter(
      text,
      bare,
      (word) => word.length >= 4 && /\p{L}.*[\d@#$%^&*]|[\d@#$%^&*].*\p{L}/u.test(word),
    ),
  ];
}

function secretsAfter(text: string, lead: RegExp, isSecret: (word: string) => boolean): Secret[] {
  return hits(text, lead).flatMap((hit): Secret[] => {
    value.lastIndex = hit.index + hit[0].length;
    const found = value.exec(text);
    if (found === null || !isSecret(found[1] ?? found[0])) return [];
    return [{ kind: "password", start: found.index, end: found.index + found[0].length }];
  });
}
