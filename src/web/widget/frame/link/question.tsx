import { useEffect, useRef, useState } from "react";
import { createRoot } from "react-dom/client";
import type { FrameSettings } from "../../../shared/frame-settings.ts";
import { applyTheme } from "../chat/apply-theme.ts";
import { type FrameWords, filled } from "../messages.ts";
import type { LinkQuestion } from "../visit.ts";
import look from "./question.css";

type Renewed = "sent" | "later" | "refused";

const renewedWords = { sent: "linkSent", later: "linkLater", refused: "linkNotSent" } as const;

/** Asks the person about a link, in place of the chat. Resolves to whether it is to be opened. */
export function showLinkQuestion(
  element: HTMLElement,
  words: FrameWords,
  settings: FrameSettings,
  asked: LinkQuestion,
): Promise<boolean> {
  applyTheme(settings);
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(look);
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
  const box = document.createElement("div");
  element.append(box);
  const root = createRoot(box);
  return new Promise((resolve) => {
    const answer = (opens: boolean): void => {
      root.unmount();
      box.remove();
      resolve(opens);
    };
    root.render(<Question words={words} asked={asked} answer={answer} />);
  });
}

function Question({
  words,
  asked,
  answer,
}: {
  words: FrameWords;
  asked: LinkQuestion;
  answer: (opens: boolean) => void;
}) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  return (
    <main className="link-question">
      <h1 ref={heading} tabIndex={-1}>
        {titleOf(words, asked)}
      </h1>
      {asked.kind === "open" ? (
        <>
          <p>{words["linkAskMore"]}</p>
          <div className="link-answers">
            <button type="button" className="main" onClick={() => answer(true)}>
              {words["linkOpen"]}
            </button>
            <button type="button" onClick={() => answer(false)}>
              {words["linkStay"]}
            </button>
          </div>
        </>
      ) : (
        <Renewal words={words} asked={asked} goOn={() => answer(false)} />
      )}
    </main>
  );
}

function titleOf(words: FrameWords, asked: LinkQuestion): string {
  if (asked.kind === "renew") return words[asked.why === "used" ? "linkUsed" : "linkOver"] ?? "";
  return asked.about === null
    ? (words["linkAskPlain"] ?? "")
    : filled(words["linkAsk"], { number: asked.about });
}

function Renewal({
  words,
  asked,
  goOn,
}: {
  words: FrameWords;
  asked: Extract<LinkQuestion, { kind: "renew" }>;
  goOn: () => void;
}) {
  const [renewed, setRenewed] = useState<Renewed | "asking" | null>(null);
  const renew = (): void => {
    setRenewed("asking");
    void asked.renew().then(setRenewed);
  };
  const notice = renewed === null || renewed === "asking" ? null : words[renewedWords[renewed]];
  return (
    <>
      <p role="status">{notice ?? (asked.renewable ? words["linkRenewMore"] : "")}</p>
      <div className="link-answers">
        {asked.renewable && renewed !== "sent" && (
          <button type="button" className="main" disabled={renewed === "asking"} onClick={renew}>
            {words["linkRenew"]}
          </button>
        )}
        <button type="button" onClick={goOn}>
          {words["linkGoOn"]}
        </button>
      </div>
    </>
  );
}
