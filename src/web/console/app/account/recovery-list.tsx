import { Button } from "@fluentui/react-components";
import { saveFile } from "../people/save-file.ts";
import { say } from "../words/words.ts";

/** The codes for when the authenticator is lost, as they are shown once. */
export const RecoveryList = ({
  codes,
  onDone,
}: {
  codes: readonly string[];
  onDone(): void;
}): React.JSX.Element => (
  <div className="code-setup">
    <p>{say("recoveryText")}</p>
    <ul className="recovery-codes">
      {codes.map((code) => (
        <li key={code}>
          <code>{`${code.slice(0, 5)}-${code.slice(5)}`}</code>
        </li>
      ))}
    </ul>
    <div className="page-moves">
      <Button onClick={() => saveFile(`${say("recoveryFile")}.txt`, "text/plain", `${codes.join("\n")}\n`)}>
        {say("recoverySave")}
      </Button>
      <Button appearance="primary" onClick={onDone}>
        {say("recoveryDone")}
      </Button>
    </div>
  </div>
);
