import axe from "axe-core";
import type { Frame, Page } from "playwright-core";

/** What axe finds wrong with a page or a frame, one line each: rule, then the elements. */
export async function axeFindings(place: Page | Frame): Promise<string[]> {
  await place.evaluate(axe.source);
  const found = (await place.evaluate(
    "axe.run(document, { iframes: false, runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] })",
  )) as { violations: { id: string; nodes: { html: string; failureSummary?: string }[] }[] };
  return found.violations.map(
    ({ id, nodes }) =>
      `${id}: ${nodes.map(({ html, failureSummary }) => `${html.slice(0, 160)} ${failureSummary ?? ""}`).join(" | ")}`,
  );
}
