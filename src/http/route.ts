import { createHash, timingSafeEqual } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { aboutError } from "../runtime/log.ts";
import { originOf } from "./client-address.ts";
import { type HttpResponse, type ProblemResponse, send, sendProblem } from "./problems.ts";
import type { HttpSettings } from "./settings.ts";

const bearer = /^Bearer ([\w.~+/=-]{1,4096})$/i;

/** The bearer token or secret of a request, or null. */
export const bearerOf = (req: IncomingMessage): string | null =>
  bearer.exec(req.headers.authorization ?? "")?.[1] ?? null;

/** Makes a comparison with the secrets that takes the same time however much of one is right. */
export function makeSecretCheck(secrets: readonly string[]): (given: string) => boolean {
  const digest = (text: string): Buffer => createHash("sha256").update(text).digest();
  const wanted = secrets.map(digest);
  return (given) => wanted.filter((one) => timingSafeEqual(digest(given), one)).length > 0;
}

type Answerer = (req: Request, res: ServerResponse) => Promise<void>;

/** The calls that are made all the time, taken behind the gate before the framework's own steps. */
export class FastRoutes {
  readonly #posts: { path: RegExp; answer: Answerer }[] = [];

  /** Takes POSTs whose path is `path`, written plainly; it may have an `:id` in it. */
  post(path: string, answer: Answerer): void {
    this.#posts.push({ path: new RegExp(`^${path.replace(":id", "([\\w-]{1,100})")}$`), answer });
  }

  /** Gives false when it took the request: the framework then goes no further with it. */
  pass(req: IncomingMessage, res: ServerResponse): boolean {
    if (req.method !== "POST") return true;
    for (const { path, answer } of this.#posts) {
      const found = path.exec(req.url ?? "");
      if (found === null) continue;
      const [, id] = found;
      const params: Request["params"] = id === undefined ? {} : { id };
      void answer(Object.assign(req, { params }), res);
      return false;
    }
    return true;
  }
}

/** A request whose path the router has read. */
export type Request = IncomingMessage & { params: Record<string, string> };

/** What serves a route: it gives the answer, and writes nothing itself. */
export type Handle = (req: Request) => HttpResponse | Promise<HttpResponse>;

/** What the store's own errors, by their code, mean to an outsider. */
const meanings: Record<string, ProblemResponse> = {
  "store-unavailable": { refused: "cannot-store", retryAfter: 5 },
  "no-such-conversation": { refused: "gone" },
};

/** answers whose reader may take their time unnoticed, in characters */
const small = 16 * 1024;

/** Counts a long answer as held in memory until its reader has taken it, or is gone. */
function holdUntilTaken(req: Request, res: ServerResponse, bytes: number, { memory }: HttpSettings): void {
  if (memory === undefined || res.destroyed) return;
  const from = originOf(req);
  memory.hold(from, bytes);
  res.once("close", () => memory.hold(from, -bytes));
}

/** Makes the framework's handler of a route; whatever it throws becomes a fixed text with an id. */
export function route(
  path: string,
  handle: Handle,
  settings: HttpSettings,
): (req: Request, res: ServerResponse) => Promise<void> {
  return async (req, res) => {
    try {
      const answer = await handle(req);
      if ("refused" in answer) {
        settings.untoldProxy?.refused(req, answer);
        sendProblem(res, answer, path, settings);
      } else {
        if ("json" in answer && answer.json.length > small)
          holdUntilTaken(req, res, answer.json.length, settings);
        send(res, answer);
      }
    } catch (error) {
      const about = aboutError(error);
      settings.log.error({ route: path, ...about }, "route failed");
      sendProblem(res, meanings[about.code ?? ""] ?? { refused: "trouble" }, path, settings);
    }
  };
}
