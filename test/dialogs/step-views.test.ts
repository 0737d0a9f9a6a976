import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { mainMenu } from "../../dialogs/main-menu.ts";
import { message, prompt, type Step, StepViews } from "../../dialogs/step.ts";
import { TestDesk } from "../desk.ts";
import { asked, conversation } from "./conversation.ts";

let desk: TestDesk;

beforeAll(async () => {
  desk = await TestDesk.open();
});
afterAll(() => desk.close());
afterEach(() => vi.restoreAllMocks());

describe("the open question is shown once in a turn", () => {
  test.each(["help", "Help", "qwertz asdfgh", "what is the weather like", "will my reviews disappear"])(
    "that answers %j and asks it again",
    async (said) => {
      const visitor = await desk.talk();
      const show = vi.spyOn(mainMenu, "show");
      const replies = await visitor.say(said);
      expect(replies.at(-1)?.step).toBe("root.fork");
      expect(show).toHaveBeenCalledTimes(1);
    },
  );
});

describe("a step is shown anew", () => {
  const quoting: Step = {
    name: "quoting",
    title: () => "",
    show: (seen) => ({
      ask: prompt(message(seen, null, [], { before: `${seen.case.comment}: ${seen.question}` }), []),
    }),
  };
  const seen = conversation();
  const about = (question: string | null, comment = "well") => {
    return {
      ...seen,
      case: { ...seen.case, comment },
      get question() {
        views.quoted = true;
        return question;
      },
    };
  };
  let views = new StepViews();
  const text = (question: string | null, comment?: string) =>
    asked(views.show(quoting, about(question, comment), [question])).text;

  test("when the case or the question that it quotes is another", () => {
    views = new StepViews();
    expect(text(null)).toBe("well: null");
    expect(text("why?")).toBe("well: why?");
    expect(text("why?", "badly")).toBe("badly: why?");
  });

  test("but not for a question that it does not quote", () => {
    views = new StepViews();
    const plain: Step = {
      ...quoting,
      show: (seen) => ({ ask: prompt(message(seen, null, [], { before: "ok" }), []) }),
    };
    const first = views.show(plain, about(null), [null]);
    expect(views.show(plain, about("why?"), ["why?"])).toBe(first);
    expect(views.show(quoting, about("why?"), ["why?"])).not.toBe(first);
  });
});
