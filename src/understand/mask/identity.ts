import type { Secret } from "./secret.ts";

const paper =
  "passport|ssn|social security|national insurance|driv(?:er|ing)['’]?s? licen[cs]e|licen[cs]e|identity card|id card|national id|tax ?id|personalausweis|reisepass|dni|nif|aadhaar|pan card";
const link = "(?:[\\s:#.-]{1,3}(?:number|num|no|nr|id|card|is|was)){0,4}[\\s:#.-]{1,3}";
const number = "([a-z]{0,3}\\d[a-z\\d]{0,17}(?:[ -](?=[a-z]{0,2}\\d)[a-z\\d]{1,18}){0,5})(?![\\p{L}\\d])";
const afterPaper = new RegExp(`(?<![\\p{L}\\d])(?:${paper})${link}${number}`, "giu");
const afterId = new RegExp(`(?<![\\p{L}\\d])id${link}${number}`, "giu");
const socialSecurity = /(?<![\d-])(\d{3}-\d{2}-\d{4})(?![\d-])/gu;

/** "contract id 1234567" names no paper. */
const idOfAThing =
  /(?:contract|job|client|user|order|ticket|transaction|profile|proposal|invoice|freelancer|account|room|case|message|request)['’]?s?\s{0,2}$/iu;

/** Numbers that follow the name of an identity paper, and social security numbers by their shape. */
export function findIdentityNumbers(text: string): Secret[] {
  const ids = [...text.matchAll(afterId)].filter(
    (hit) => !idOfAThing.test(text.slice(Math.max(0, hit.index - 20), hit.index)) && digits(hit) >= 6,
  );
  const papers = [...text.matchAll(afterPaper)].filter((hit) => digits(hit) >= 5);
  return [...papers, ...ids, ...text.matchAll(socialSecurity)].map((hit) => {
    const end = hit.index + hit[0].length;
    return { kind: "identity", start: end - (hit[1]?.length ?? 0), end };
  });
}

function digits(hit: RegExpExecArray): number {
  return hit[1]?.match(/\d/g)?.length ?? 0;
}
