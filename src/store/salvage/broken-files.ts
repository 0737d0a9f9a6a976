import { stat } from "node:fs/promises";
import { DocumentFile } from "../embedded/document-file.ts";
import type { MakeFile } from "../embedded/document-store.ts";
import { StoreFileError, StoreUnavailable } from "../errors.ts";
import type { Tally } from "./tally.ts";

/** Reads documents so that a broken one is as if it were not there, and remembers which these are. */
export class BrokenFiles {
  readonly #problems = new Map<string, string>();

  readonly file: MakeFile = (...of) => new TolerantFile(this.#problems, ...of);

  has(path: string): boolean {
    return this.#problems.has(path);
  }

  /** Forgets a file whose content was all read from elsewhere. */
  recovered(path: string): void {
    this.#problems.delete(path);
  }

  /** Lists the broken files whose paths begin with `start`. */
  below(start: string): string[] {
    return [...this.#problems.keys()].filter((path) => path.startsWith(start));
  }

  async tell(tally: Tally): Promise<void> {
    for (const [file, says] of this.#problems) {
      const found = await stat(file).catch(() => undefined);
      tally.lose({ file, says, bytes: found?.size ?? 0, records: 0 });
    }
  }
}

class TolerantFile<T> extends DocumentFile<T> {
  constructor(
    private readonly problems: Map<string, string>,
    ...of: ConstructorParameters<typeof DocumentFile<T>>
  ) {
    super(...of);
  }

  override async read(): Promise<T | null> {
    try {
      return await super.read();
    } catch (error) {
      if (error instanceof StoreFileError) this.problems.set(this.path, error.problem);
      else if (error instanceof StoreUnavailable)
        this.problems.set(this.path, `cannot be read: ${error.message}`);
      else throw error;
      return null;
    }
  }
}
