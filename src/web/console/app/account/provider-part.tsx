import { Button } from "@fluentui/react-components";
import { useDesk } from "../desk/desk-context.tsx";
import { providerName, signInAddress } from "../entry/provider.ts";
import type { SignedIn } from "../wire/shapes.ts";
import { say } from "../words/words.ts";

/** The agent's account at the provider: linked, or to be linked. */
export function ProviderPart({
  signIn,
  onChange,
}: {
  signIn: SignedIn["signIn"];
  onChange(): Promise<void>;
}): React.JSX.Element | null {
  const { stepUp, telling, csrf } = useDesk();
  const provider = providerName();
  if (provider === null) return null;
  const unlink = async (): Promise<void> => {
    const answered = await stepUp.ask("provider-account", { method: "DELETE", csrf });
    if (answered.kind === "ok") await onChange();
    else telling.refused(answered);
  };
  const link = async (): Promise<void> => {
    const isProven = Date.parse(signIn.provenUntil) > Date.now();
    if (isProven || (await stepUp.prove())) location.assign(`${signInAddress}?for=link`);
  };
  return (
    <section className="page-part">
      <h2>{provider}</h2>
      <p>{say(signIn.provider ? "providerLinked" : "providerNotLinked", { provider })}</p>
      {signIn.provider && signIn.password && (
        <Button onClick={() => void unlink()}>{say("providerUnlink")}</Button>
      )}
      {!signIn.provider && <Button onClick={() => void link()}>{say("providerLink", { provider })}</Button>}
    </section>
  );
}
