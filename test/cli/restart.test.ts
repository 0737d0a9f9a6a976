import { expect, test } from "vitest";
import { toChecklist } from "../conversations/ways.ts";
import { json } from "../data-copy.ts";
import { Guest } from "./guest.ts";
import { projectCopy, storeFolder } from "./project.ts";
import { startDesk } from "./running-desk.ts";

async function walk(guest: Guest, way: readonly (readonly [string, ...unknown[]])[]): Promise<void> {
  for (const [said] of way) await guest.say(said);
}

test("a parked checklist is resumed after the process was killed and started anew", async () => {
  const store = storeFolder();
  const before = await startDesk(store);
  const guest = await Guest.greet(before);
  await walk(guest, toChecklist);
  await guest.say("All closed, or none");
  expect(await guest.say("Something is pending")).toMatch(/no hurry, your place is saved/i);
  await before.kill();

  guest.moveTo(await startDesk(store));
  expect(await guest.say("will my reviews disappear")).toMatch(
    /removes your project history, feedback and reviews.*are all your payments settled/is,
  );
  expect(guest.place).toBe("checklist.payments");
  await guest.say("All settled");
  expect(guest.place).toBe("checklist.all-commitments");
});

test("a message that was taken just before the kill is answered after the start, once", async () => {
  const store = storeFolder();
  const before = await startDesk(store);
  const guest = await Guest.greet(before);
  await walk(guest, toChecklist.slice(0, 3));
  const id = await guest.post("No, unlikely");
  await before.kill();

  guest.moveTo(await startDesk(store));
  const answers = await guest.hear(({ activities }) => activities.some(({ replyToId }) => replyToId === id));
  expect(answers.filter(({ text }) => /still want to delete/i.test(text ?? ""))).toHaveLength(1);
  expect(guest.place).toBe("weigh.decision");
});

test("a talk goes on at the nearest step when the guide was edited between stop and start", async () => {
  const store = storeFolder();
  const before = await startDesk(store);
  const guest = await Guest.greet(before);
  await walk(guest, toChecklist);
  await guest.say("All closed, or none");
  expect(await before.stop()).toBe(0);

  const edited = projectCopy({
    "guide/en/checklist.json": json<{ id: string }[]>((items) => items.filter(({ id }) => id !== "payments")),
    "guide/en/tree.json": json<{ id: string; facts: string[] }[]>((nodes) =>
      nodes.map((node) => (node.id === "N10" ? { ...node, facts: ["F39", "F87"] } : node)),
    ),
  });
  guest.moveTo(await startDesk(store, edited));
  expect(await guest.say("All settled")).toMatch(/our guide has changed since we last spoke/i);
  expect(guest.place).toBe("checklist.all-commitments");
});
