import { z } from "zod";
import type { Recorder } from "../audit/recorder.ts";
import type { Passwords } from "../people/passwords.ts";

const Args = z.tuple([z.string().min(3)]);

/** Thrown when there is nobody to make a link for, or no address to put into it. */
class NoLink extends Error {
  readonly code = "no-link";
}

/** What a sign-in link is made with; `base` is where people reach the desk, null when that is not known. */
export interface LinkParts {
  passwords: Pick<Passwords, "linkFor">;
  base: string | null;
  audit: Recorder;
}

/** Makes a link with which somebody who cannot sign in any more chooses a new password; it works once, for an hour. */
export async function makeSignInLink({ passwords, base, audit }: LinkParts, args: unknown) {
  const read = Args.safeParse(args);
  if (!read.success) throw new NoLink("sign-in-link: say whose, such as sign-in-link owner@desk.example");
  const [email] = read.data;
  if (base === null) throw new NoLink("PORT is 0 and no desk runs: start it, or set PUBLIC_URL");
  const made = await passwords.linkFor(email);
  if ("refused" in made) throw new NoLink(`nobody with the address ${email} may sign in here`);
  const about = { agent: made.agent, link: made.id };
  await audit({ who: { kind: "operator" }, from: null, what: "sign-in link made", about });
  return { link: `${base}/console/#sign-in=${made.token}`, until: made.until.toISOString() };
}
