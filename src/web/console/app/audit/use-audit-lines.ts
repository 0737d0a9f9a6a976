import { useCallback, useEffect, useState } from "react";
import { ask } from "../wire/ask.ts";
import type { AuditLine } from "../wire/shapes.ts";

/** Which lines are shown: of which log, of whom, what, about what; empty: all. */
export interface AuditFilterValues {
  log: "deeds" | "readings";
  who: string;
  what: string;
  about: string;
}

/** The lines so far, the names of the agents in them, and whether there are older ones. */
export interface AuditPageShown {
  lines: AuditLine[];
  names: Record<string, string>;
  more: boolean;
}

const perPage = 50;
const all: AuditFilterValues = { log: "deeds", who: "", what: "", about: "" };

async function fetchLines(filter: AuditFilterValues, before?: number): Promise<AuditPageShown | null> {
  const given = Object.entries(filter).filter(([, value]) => value !== "");
  const asked = new URLSearchParams([
    ...given,
    ["limit", String(perPage)],
    ...(before === undefined ? [] : [["before", String(before)]]),
  ]);
  const answered = await ask<Omit<AuditPageShown, "more">>(`audit?${asked}`);
  if (answered.kind !== "ok") return null;
  return { ...answered.body, more: answered.body.lines.length === perPage };
}

/** The audit log as it is looked at: the newest lines that fit, and older ones on demand. */
export function useAuditLines(): {
  /** null while it is fetched */
  page: AuditPageShown | null;
  filter: AuditFilterValues;
  choose(filter: AuditFilterValues): void;
  more(): Promise<void>;
} {
  const [filter, choose] = useState(all);
  const [page, setPage] = useState<AuditPageShown | null>(null);
  useEffect(() => {
    let current = true;
    void fetchLines(filter).then((fetched) => {
      if (current) setPage(fetched ?? { lines: [], names: {}, more: false });
    });
    return () => {
      current = false;
    };
  }, [filter]);
  const more = useCallback(async () => {
    const older = await fetchLines(filter, page?.lines.at(-1)?.seq);
    if (older === null || page === null) return;
    setPage({
      ...older,
      lines: [...page.lines, ...older.lines],
      names: { ...page.names, ...older.names },
    });
  }, [filter, page]);
  return { page, filter, choose, more };
}
