import type { IncomingMessage, ServerResponse } from "node:http";
import type { Asked } from "./route.ts";

type Answerer = (req: Asked, res: ServerResponse) => Promise<void>;

/** The calls that are made all the time, taken behind the gate before the framework's own steps. */
export class Shortcuts {
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
      const params: Asked["params"] = id === undefined ? {} : { id };
      void answer(Object.assign(req, { params }), res);
      return false;
    }
    return true;
  }
}
