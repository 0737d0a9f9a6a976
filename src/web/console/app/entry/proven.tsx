import { say } from "../words/words.ts";
import { Door } from "./door.tsx";

/** What somebody sees who has shown at the provider, in a tab of its own, who they are. */
export const Proven = (): React.JSX.Element => (
  <main className="entry">
    <div className="entry-form">
      <div className="entry-brand">
        <Door /> {say("brand")}
      </div>
      <h1>{say("provenTitle")}</h1>
      <p>{say("provenText")}</p>
    </div>
  </main>
);
