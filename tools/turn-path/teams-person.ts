import { setTimeout as sleep } from "node:timers/promises";
import { FakeConnector } from "../../test/teams/fake-connector.ts";
import { openIssuer } from "../../test/teams/issuer.ts";
import { TeamsPerson } from "../../test/teams/teams-person.ts";

const MOST_LOOKS = 500;

/**
 * Opens a person in Teams, with a connector and its token issuer. `heard` runs an action and waits for the desk's
 * answer.
 */
export async function openTeamsPerson(door: () => string) {
  const issuer = await openIssuer();
  const connector = await FakeConnector.open(issuer);
  const person = new TeamsPerson({ issuer, connector, door });
  const heard = async (act: () => Promise<unknown>): Promise<void> => {
    const before = person.heard.length;
    await act();
    for (let looks = 0; looks < MOST_LOOKS; looks += 1) {
      if (person.heard.length > before && person.buttons.length > 0) return;
      await sleep(10);
    }
    throw new Error("the desk did not answer");
  };
  return { person, heard, settings: issuer.settings() };
}
