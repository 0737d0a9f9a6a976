import { conversationOfState, type Tagged } from "../records.ts";
import type { StateWrite } from "../store.ts";
import type { Database } from "./database.ts";
import { conflictOf, fromColumn, idColumn, keyColumn, type StateRow, statesOf, toColumn } from "./rows.ts";

/** The tag of a written state, by its place among the writes. */
export interface StoredTag {
  index: number;
  tag: string;
}

const homeOf = (key: string): string => {
  const conversation = conversationOfState(key);
  return conversation === undefined ? keyColumn(key) : idColumn(conversation);
};

/** Where a state is kept. */
export const stateColumns = (key: string): { home: string; key: string; name: string } => ({
  home: homeOf(key),
  key: keyColumn(key),
  name: toColumn(key),
});

/** Writes of bot state as the desk_ functions take them. */
export const statesParameter = (writes: readonly StateWrite[]): { name: string; value: string }[] =>
  writes.map(({ key, value, eTag }, index) => ({
    index,
    ...stateColumns(key),
    value: typeof value === "string" ? value : JSON.stringify(value),
    tag: eTag,
  }));

/** Reports the new tags to the `stored` callbacks of the writes. */
export function tellTags(writes: readonly StateWrite[], tags: readonly StoredTag[]): void {
  for (const { index, tag } of tags) writes[index]?.stored?.(tag);
}

export async function readState(database: Database, keys: readonly string[]): Promise<Map<string, Tagged>> {
  if (keys.length === 0) return new Map();
  const rows = await database.ask<StateRow>(
    "read_state",
    `select s.name, s.value, s.tag::text as tag from unnest($1::text[], $2::text[]) with ordinality as k (home, key, n)
     join bot_state s on s.home = k.home and s.key = k.key order by k.n`,
    [keys.map(homeOf), keys.map(keyColumn)],
  );
  return statesOf(rows);
}

/** Reads the tags of the values that exist, without the values, which may be long. */
export async function stateTags(database: Database, keys: readonly string[]): Promise<Map<string, string>> {
  if (keys.length === 0) return new Map();
  const rows = await database.ask<Pick<StateRow, "name" | "tag">>(
    "state_tags",
    `select s.name, s.tag::text as tag from unnest($1::text[], $2::text[]) as k (home, key)
     join bot_state s on s.home = k.home and s.key = k.key`,
    [keys.map(homeOf), keys.map(keyColumn)],
  );
  return new Map(rows.map(({ name, tag }) => [fromColumn(name), tag]));
}

export async function writeState(database: Database, writes: readonly StateWrite[]): Promise<void> {
  if (writes.length === 0) return;
  const tags = await database
    .value<StoredTag[]>("write_state", "select desk_write_states($1, null) as value", [
      JSON.stringify(statesParameter(writes)),
    ])
    .catch((error: unknown) => {
      throw conflictOf(error, writes);
    });
  tellTags(writes, tags);
}

export async function deleteState(database: Database, keys: readonly string[]): Promise<void> {
  if (keys.length === 0) return;
  await database.ask(
    "delete_state",
    `delete from bot_state s using unnest($1::text[], $2::text[]) as k (home, key)
     where s.home = k.home and s.key = k.key`,
    [keys.map(homeOf), keys.map(keyColumn)],
  );
}
