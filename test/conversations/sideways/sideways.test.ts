import { expect, test } from "vitest";
import type { Choice } from "../../../src/nlu/interpretation.ts";
import { SIDE_QUESTION, type Sideways, sidewaysAt } from "./messages.ts";
import { harmOf, oddityOf } from "./oracles.ts";
import { type Place, placeIn, withPlaces } from "./places.ts";

interface Found {
  place: string;
  text: string;
  what: string;
}

/** The options of each question, as `dialog.step`. */
const optionsOf = (places: readonly Place[]): Map<string, readonly Choice[]> =>
  new Map(places.map(({ stop }) => [placeIn(stop.state), stop.open?.choices ?? []]));

const printed = ({ place, text, what }: Found): string => `${place} < ${text} > ${what}`;

test("what is said sideways does no harm at any question of the guide", async () => {
  await withPlaces(async (places, runTurn) => {
    const options = optionsOf(places);
    const harmful: Found[] = [];
    const odd: Found[] = [];
    let exchanges = 0;
    for (const place of places) {
      const answered = await runTurn(place.stop, { type: "message", text: SIDE_QUESTION });
      for (const sideways of sidewaysAt(place, options)) {
        const stands = placeIn(answered.stop.state) === placeIn(place.stop.state);
        if (sideways.later && !stands) continue;
        const before = sideways.later ? answered.stop : place.stop;
        const { said, stop: after } = await runTurn(before, { type: "message", text: sideways.text });
        const exchange = { place: place.name, before, after, said };
        exchanges += 1;
        const found = (what: string) => ({
          place: place.name,
          text: textOf(sideways),
          what: `${what}, now at ${placeIn(after.state)}`,
        });
        const harm = harmOf(exchange, sideways);
        if (harm !== null) harmful.push(found(harm));
        const oddity = harm === null ? oddityOf(exchange, sideways) : null;
        if (oddity !== null) odd.push(found(oddity));
      }
    }
    process.stdout.write(
      `${exchanges} exchanges at ${places.length} questions, ${harmful.length} harmful, ${odd.length} odd\n`,
    );
    expect(places.length).toBeGreaterThan(60);
    expect(exchanges).toBeGreaterThan(5_000);
    expect([...harmful, ...odd].map(printed)).toEqual([]);
  });
});

const textOf = ({ text, later }: Sideways): string => (later ? `(${SIDE_QUESTION}) ${text}` : text);
