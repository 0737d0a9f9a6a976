import { readdirSync } from "node:fs";
import path from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { factsIn } from "../../src/guide/check/facts.ts";
import { type Guide, loadGuide } from "../../src/guide/guide.ts";

let guide: Guide;
beforeAll(async () => {
  guide = await loadGuide("data/guide/en");
});

const length = (passages: readonly string[]): number =>
  passages.reduce((sum, id) => sum + guide.passage(id).text.split(/\s+/).length, 0);

describe("the facts", () => {
  test("all 89 are stated, each by a passage on its own", () => {
    const stated = guide.topics.flatMap(({ passages }) =>
      passages.flatMap(({ text }) => factsIn(text, guide.facts)),
    );
    expect(guide.facts).toHaveLength(89);
    expect([...new Set(stated)].sort()).toEqual(guide.facts.map(({ id }) => id));
  });

  test("a passage that names a fact states it", () => {
    const claimed = guide.topics
      .flatMap(({ passages }) => passages)
      .filter(({ text, facts }) => facts.some((fact) => !factsIn(text, guide.facts).includes(fact)));
    expect(claimed).toEqual([]);
  });

  test("the tree has 35 nodes, and each topic, reason and alternative stands at one of them", () => {
    const nodes = guide.tree.map(({ id }) => id);
    expect(new Set(nodes).size).toBe(35);
    for (const { node } of [...guide.topics, ...guide.reasons, ...guide.alternatives])
      expect(nodes).toContain(node);
  });
});

describe("the topics", () => {
  test("those of the folder are those of the guide", () => {
    const files = readdirSync("data/guide/en/topics").map((file) => path.basename(file, ".json"));
    expect(guide.topics.map(({ id }) => id)).toEqual(files.sort());
  });

  test("every passage is said somewhere", () => {
    const { topics, reasons, alternatives, checklist, steps, tree } = guide;
    const ways = [guide.restoration("deleted"), guide.restoration("suspended")];
    const said = new Set([
      ...topics.flatMap(({ answer }) => answer),
      ...[...reasons, ...alternatives, ...checklist, ...steps].flatMap(({ passages }) => passages),
      ...ways.flatMap(({ passages, gather, draft }) => [...passages, ...gather, ...draft.passages]),
      ...tree.flatMap(({ id }) => [...guide.node(id).says, ...guide.node(id).more]),
    ]);
    expect(
      topics.flatMap(({ passages }) => passages.map(({ id }) => id)).filter((id) => !said.has(id)),
    ).toEqual([]);
  });

  test("nothing that is said at once is longer than 90 words", () => {
    const drafts = (["deleted", "suspended"] as const).map((id) => guide.restoration(id));
    const atOnce = [
      ...guide.topics.map(({ answer }) => answer),
      ...[...guide.reasons, ...guide.alternatives, ...guide.checklist, ...guide.steps].map(
        ({ passages }) => passages,
      ),
      ...guide.tree.map(({ id }) => guide.node(id).says),
      ...drafts.map(({ passages, gather }) => [...passages, ...gather]),
      ...drafts.map(({ draft }) => [...guide.node("R4").says, ...draft.passages]),
    ];
    expect(atOnce.filter((passages) => length(passages) > 90)).toEqual([]);
  });
});

describe("the way out", () => {
  test("every reason of the tree is offered, with a break, other and none at all", () => {
    expect(guide.reasons.map(({ id, node }) => `${node} ${id}`)).toEqual([
      ...["N4a inactive", "N4b feedback", "N4c suspension", "N4d direct", "N4e username", "N4f account-type"],
      ...["N4g break", "N4h work", "N4h other", "N4h rather-not"],
    ]);
  });

  test("a suspended account leads to restoring or to a person, and nowhere else", () => {
    const suspension = guide.reasons.find(({ id }) => id === "suspension");
    expect(suspension?.alternatives).toEqual([]);
    expect(new Set(suspension?.check?.options.map(({ go }) => go))).toEqual(new Set(["restore", "person"]));
  });

  test("the checklist has its six items, each done or not, and a person where there is a dispute", () => {
    expect(guide.checklist.map(({ id }) => id)).toEqual([
      "contracts",
      "payments",
      "clients",
      "files",
      "invoices",
      "commitments",
    ]);
    for (const { id, options } of guide.checklist) {
      expect([id, options.find(({ means }) => means === "yes")?.id]).toEqual([id, "done"]);
      expect([id, options.find(({ means }) => means === "no")?.id]).toEqual([id, "not-yet"]);
    }
    const toPerson = guide.checklist.filter(({ options }) => options.some(({ go }) => go === "person"));
    expect(toPerson.map(({ id }) => id)).toEqual(["contracts", "payments", "commitments"]);
  });

  test("the clicks come in the guide's order, the last warning before the last of them", () => {
    expect(guide.steps.map(({ node, id }) => `${node} ${id}`)).toEqual([
      ...["log-in", "profile-picture", "settings", "password", "contact-info", "close-my-account"].map(
        (id) => `N11 ${id}`,
      ),
      ...["reason-prompt", "last-warning", "close-account"].map((id) => `N12 ${id}`),
    ]);
    expect(guide.factsOf(guide.steps.at(-2)?.passages ?? [])).toEqual(["F54"]);
    expect(guide.factsOf(guide.steps.at(-1)?.passages ?? [])).toEqual(["F53"]);
  });

  test("every click has a way on, and a person when the screen looks different", () => {
    for (const { id, options } of guide.steps) {
      const [onwards] = options.filter(({ means }) => means === "yes");
      expect([id, onwards?.go]).toEqual([id, undefined]);
      if (id !== "last-warning") expect([id, options.some(({ go }) => go === "person")]).toEqual([id, true]);
    }
  });

  test("at the last warning and the last click, no and doubt keep the account", () => {
    const warning = guide.steps.find(({ id }) => id === "last-warning");
    expect(warning?.options.map(({ means, go }) => [means, go])).toEqual([
      ["yes", undefined],
      ["no", "stay"],
      ["unsure", "stay"],
    ]);
    expect(guide.steps.at(-1)?.options.find(({ wish }) => wish === "keep")?.go).toBe("stay");
    expect(guide.steps.at(-1)?.options.find(({ means }) => means === "no")?.go).toBe("wait");
  });

  test("passages that tell clicks are known, and the consequences are not among them", () => {
    const shown = guide.steps.filter(({ node }) => node === "N11").flatMap(({ passages }) => passages);
    for (const id of [...shown, "steps_navigate.overview"])
      expect([id, guide.clicks.has(id)]).toEqual([id, true]);
    for (const id of [...guide.node("N8").says, ...guide.node("N11").says])
      expect([id, guide.clicks.has(id)]).toEqual([id, false]);
  });
});

describe("the way back", () => {
  test.each([
    ["deleted", ["when", "complication"], ["who", "when", "why-back"]],
    ["suspended", ["notice", "fixed", "complication"], ["notice", "fixed", "commitment", "change"]],
  ] as const)(
    "a %s account is asked about, and its request drafted from the person's words",
    (id, questions, fields) => {
      const { questions: asked, draft } = guide.restoration(id);
      expect(asked.map((question) => question.id)).toEqual(questions);
      expect(draft.fields.map((field) => field.id)).toEqual(fields);
    },
  );

  test.each([
    ["deleted", ["years", "lost-email", "expired-link", "hiring-and-work"]],
    [
      "suspended",
      ["private", "money-stuck", "contracts-running", "final-decision", "id-check", "other-account"],
    ],
  ] as const)("a %s account that the guide has no answer for goes to a person", (id, cases) => {
    const options = guide.restoration(id).questions.flatMap((question) => question.options);
    expect(options.filter(({ go }) => go === "person").map((option) => option.id)).toEqual(cases);
  });
});
