import { CodeSetup } from "../account/code-setup.tsx";
import { ask } from "../wire/ask.ts";
import { say } from "../words/words.ts";
import { Door } from "./door.tsx";

/** What somebody sees of whom the desk wants a second factor before they work. */
export const CodeWanted = ({
  email,
  csrf,
  onDone,
}: {
  email: string;
  csrf: string;
  onDone(): void;
}): React.JSX.Element => (
  <main className="entry">
    <div className="entry-form">
      <div className="entry-brand">
        <Door /> {say("brand")}
      </div>
      <h1>{say("codeTitle")}</h1>
      <p>{say("codeWantedText")}</p>
      <CodeSetup email={email} csrf={csrf} askDesk={ask} onDone={onDone} />
    </div>
  </main>
);
