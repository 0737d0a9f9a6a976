import type { Branch } from "./branches.ts";
import type { Entry } from "./entries.ts";
import { type Finding, findingsIn } from "./rules.ts";
import { findingsOnWays } from "./way-rules.ts";
import type { Turn } from "./ways.ts";
import type { Exempt, Wording } from "./wording.ts";

const fits = ({ rule, at, upTo }: Exempt, finding: Finding): boolean =>
  rule === finding.rule && at === finding.at && (upTo === undefined || (finding.count ?? 0) <= upTo);

/** Returns what is not exempt, and exemptions that nothing needs any more. */
export function withoutExempt(found: readonly Finding[], exempt: readonly Exempt[]): Finding[] {
  return [
    ...found.filter((finding) => !exempt.some((one) => fits(one, finding))),
    ...exempt
      .filter((one) => !found.some((finding) => fits(one, finding)))
      .map(({ rule, at }) => ({
        rule: "exempt",
        at,
        words: `nothing here needs the exemption from "${rule}"`,
      })),
  ];
}

/** Applies every rule to the data and to the conversations of a crawl. */
export const lint = (
  entries: readonly Entry[],
  ways: { usual: readonly Turn[]; all: readonly Branch[] },
  wording: Wording,
): Finding[] =>
  withoutExempt(
    [...findingsIn(entries, wording), ...findingsOnWays(ways.usual, ways.all, wording.limits)],
    wording.exempt,
  );

/** Renders a finding on one line. */
export const printed = ({ rule, at, words, count, most, instead }: Finding): string =>
  [
    `${at}: [${rule}] ${words}`,
    ...(count === undefined ? [] : [`(${count}, at most ${most})`]),
    ...(instead === undefined ? [] : [`(${instead})`]),
  ].join(" ");
