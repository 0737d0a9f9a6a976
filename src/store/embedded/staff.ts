import { join } from "node:path";
import { StateConflict } from "../errors.ts";
import { StoredText, type Tagged } from "../records.ts";
import type { StaffRead, StaffWrite } from "../staff.ts";
import { DocumentFile, type DocumentName } from "./document-file.ts";
import type { DocumentStore } from "./document-store.ts";
import { type DocumentWriter, KeyedMutex } from "./document-writer.ts";
import type { JournalOperation } from "./journal-operation.ts";
import { isDocumentName } from "./manifest.ts";
import { type StaffFile, staffCodec } from "./staff-files.ts";

/** Where each record stands among all, and the lsn of its last write. */
type StaffIndex = Map<string, { position: number; lsn: number }>;

/** Lists the names of all staff documents, those only in memory included. */
export async function staffNames({ folders, staff }: DocumentStore): Promise<Set<string>> {
  const names = new Set(staff.changed().map(({ id }) => id));
  const root = join(folders.root, "staff");
  for (const part of await folders.disk.list(root))
    for (const file of (await folders.disk.list(join(root, part))).filter(isDocumentName)) {
      const stored = await new DocumentFile(folders, join(root, part, file), staffCodec()).read();
      if (stored !== null) names.add(stored.name);
    }
  return names;
}

const textOf = (file: StaffFile): Tagged[] =>
  file.record === undefined ? [] : [new StoredText(file.record.text, file.record.eTag)];

/** The staff's records. Which there are is found at the first look at all of them, and known from then on. */
export class StaffRecords {
  readonly #turns = new KeyedMutex();
  #known: { index: StaffIndex; revision: number } | undefined;

  constructor(private readonly documentWriter: DocumentWriter) {}

  async account(id: string): Promise<Tagged | undefined> {
    return textOf(await this.documentWriter.documentStore.staff.look(`account/${id}`))[0];
  }

  /** Reads the records written after `since`; the texts of accounts are as stored. */
  async read(since: number | null): Promise<StaffRead> {
    const unchanged = (revision: number): StaffRead => ({ revision, accounts: [], all: null });
    if (since !== null && this.#known?.revision === since) return unchanged(since);
    return this.#alone(async ({ index, revision }) => {
      if (revision === since) return unchanged(revision);
      const names = [...index.keys()].sort((a, b) => position(index, a) - position(index, b));
      const of = (kind: string) => names.filter((name) => name.startsWith(`${kind}/`));
      const texts = async (wanted: string[]): Promise<Tagged[]> => {
        const found: Tagged[] = [];
        for (const name of wanted)
          found.push(...textOf(await this.documentWriter.documentStore.staff.glance(name)));
        return found;
      };
      const accounts = of("account");
      return {
        revision,
        accounts: await texts(accounts.filter((name) => (index.get(name)?.lsn ?? 0) > (since ?? 0))),
        all: {
          ids: accounts.map((name) => name.slice("account/".length)),
          invitations: await texts(of("invitation")),
          links: await texts(of("link")),
        },
      };
    });
  }

  /** Writes all changes in one record, together with `more`, and returns the new revision. */
  async change(
    from: number | null,
    writes: readonly StaffWrite[],
    more: readonly JournalOperation[] = [],
    moreNames: readonly DocumentName[] = [],
  ): Promise<number> {
    return this.#alone(async (known) => {
      if (from !== null && known.revision !== from) throw new StateConflict("staff");
      if (writes.length + more.length === 0) return known.revision;
      const { index } = known;
      let last = Math.max(0, ...[...index.values()].map((one) => one.position));
      const changes = writes.map(({ kind, id, value }) => {
        const place = index.get(`${kind}/${id}`)?.position;
        if (place === undefined) last += 1;
        const head = { do: "staff", kind, id, position: place ?? last } as const;
        return value === null ? head : { ...head, value: JSON.stringify(value) };
      });
      const names = writes.map(({ kind, id }): DocumentName => `staff:${kind}/${id}`);
      const lsn = await this.documentWriter.alone([...names, ...moreNames], () =>
        this.documentWriter.write([...changes, ...more]),
      );
      for (const { kind, id, position: place, ...rest } of changes) {
        if ("value" in rest) index.set(`${kind}/${id}`, { position: place, lsn });
        else index.delete(`${kind}/${id}`);
      }
      known.revision = lsn;
      return lsn;
    });
  }

  #alone<T>(work: (known: { index: StaffIndex; revision: number }) => Promise<T>): Promise<T> {
    return this.#turns.pass(["staff"], async () => {
      this.#known ??= await this.#look();
      return work(this.#known);
    });
  }

  async #look(): Promise<{ index: StaffIndex; revision: number }> {
    const { documentStore } = this.documentWriter;
    const index: StaffIndex = new Map();
    for (const name of await staffNames(documentStore)) {
      const { record } = await documentStore.staff.glance(name);
      if (record !== undefined) index.set(name, { position: record.position, lsn: Number(record.eTag) });
    }
    return { index, revision: Math.max(0, ...[...index.values()].map(({ lsn }) => lsn)) };
  }
}

const position = (index: StaffIndex, name: string): number => index.get(name)?.position ?? 0;
