import { readdirSync, readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { makeDialogs } from "../../dialogs/all.ts";
import { ConversationState } from "../../dialogs/state.ts";
import { GuideWaterfall } from "../../dialogs/waterfall.ts";
import { AccountDocument } from "../../src/accounts/account.ts";
import { StoredSession } from "../../src/accounts/session.ts";
import { loadAppContent } from "../../src/app.ts";
import { AuditAction, AuditEntry } from "../../src/audit/audit-entry.ts";
import { ButtonValue } from "../../src/bot/rendering/buttons.ts";
import { variables } from "../../src/config/config.ts";
import { EndedRing } from "../../src/directline/grants/ended-elsewhere.ts";
import { Grants } from "../../src/directline/grants/grant.ts";
import { UsedVouchers } from "../../src/directline/host-users.ts";
import { Limits } from "../../src/http/limits.ts";
import { KeySet, SealedKeys, StoredKey } from "../../src/keys/key-set.ts";
import { HoldsDocument } from "../../src/privacy/eraser.ts";
import { makeLog } from "../../src/runtime/log.ts";
import { makeMetrics } from "../../src/runtime/metrics.ts";
import { ClockMark } from "../../src/runtime/monotonic-clock.ts";
import { BackupNote } from "../../src/store/backup.ts";
import { EarlierSessions, Moved } from "../../src/store/earlier-staff.ts";
import {
  ConversationDocument,
  StateDocument,
  TicketDocument,
} from "../../src/store/embedded/conversation-codec.ts";
import { SegmentDocument } from "../../src/store/embedded/conversation-log.ts";
import { JournalRecord } from "../../src/store/embedded/journal-operation.ts";
import { Manifest } from "../../src/store/embedded/manifest.ts";
import { openEmbeddedStore } from "../../src/store/embedded/open.ts";
import { SegmentHead } from "../../src/store/embedded/segment.ts";
import { AuditDocument, SessionDocument, StaffDocument } from "../../src/store/embedded/staff-files.ts";
import { Conversation, LogEntry, OutboxEntry, Rating, Receipt } from "../../src/store/records.ts";
import { AuditEnds } from "../../src/store/staff.ts";
import { Ticket } from "../../src/store/ticket.ts";
import { Reference } from "../../src/teams/references.ts";
import { ChannelsDocument, Thread, Ticketed } from "../../src/teams/support-channel/channels.ts";
import { BegunSend } from "../../src/teams/support-channel/thread-sender.ts";
import { StoredHeartbeat } from "../../src/tickets/service/event-feed.ts";
import { SweepsDocument } from "../../src/tickets/service/quarantine.ts";
import { DeskSettings } from "../../src/tickets/settings.ts";
import { InterpretationRecord } from "../../src/tickets/ticket.ts";
import { crawl } from "../guide-check/crawl.ts";
import { fieldsOf } from "./fields.ts";
import { namesInCode } from "./in-code.ts";
import { readSources } from "./source.ts";
import { namesInSql } from "./sql.ts";

/** Names by group, each list sorted and without duplicates. */
export type StoredNames = Record<string, string[]>;

/** Schemas of all stored records, under names of this list only. */
const records = {
  conversation: Conversation,
  "log entry": LogEntry,
  ticket: Ticket,
  receipt: Receipt,
  rating: Rating,
  "outbox entry": OutboxEntry,
  "journal record": JournalRecord,
  "journal segment": SegmentHead,
  manifest: Manifest,
  "backup note": BackupNote,
  "state document": StateDocument,
  "ticket document": TicketDocument,
  "conversation document": ConversationDocument,
  "log segment document": SegmentDocument,
  "conversation state": ConversationState,
  "button value": ButtonValue,
  heard: InterpretationRecord,
  people: AccountDocument,
  "moved mark": Moved,
  "staff document": StaffDocument,
  "session document": SessionDocument,
  "audit document": AuditDocument,
  session: StoredSession,
  "sessions of somebody": EarlierSessions,
  "audit line": AuditEntry,
  "audit ends": AuditEnds,
  keys: KeySet,
  "sealed keys": SealedKeys,
  "stored key": StoredKey,
  grants: Grants,
  "ended grants": EndedRing,
  "used vouchers": UsedVouchers,
  holds: HoldsDocument,
  retention: ClockMark,
  sweeps: SweepsDocument,
  "sign of life": StoredHeartbeat,
  "teams reference": Reference,
  "begun send": BegunSend,
  "support channels": ChannelsDocument,
  "support thread": Thread,
  "ticket of a thread": Ticketed,
};

const nowhere = { sockets: () => 0, queue: async () => 0, quarantine: async () => 0, outbox: async () => 0 };

async function metricNames(): Promise<string[]> {
  const metrics = makeMetrics();
  metrics.look({ ...nowhere, budgets: () => ({}), memory: () => 0, room: () => 0 });
  const { text } = await metrics.text();
  return [...text.matchAll(/^# TYPE (exit_desk_\w+)/gm)].map(([, name = ""]) => name);
}

function keysOfPhrases(folder: string): string[] {
  return readdirSync(folder).flatMap((file) => {
    const keys = Object.keys(JSON.parse(readFileSync(path.join(folder, file), "utf8")));
    return keys.map((key) => `${file.replace(/\.json$/, "")}.${key}`);
  });
}

function* stepsOf(dialog: GuideWaterfall): Generator<string> {
  let step = dialog.after(null);
  for (const seen = new Set<string>(); step !== undefined && !seen.has(step); step = dialog.after(step)) {
    seen.add(step);
    yield `${dialog.id}.${step}`;
  }
}

/** Returns all places of the dialogs, and the choices that a crawl finds at each. */
async function dialogNames(): Promise<{ places: string[]; choices: string[] }> {
  const content = await loadAppContent();
  const dialogs = makeDialogs(content.guide, content.lexicon);
  const folder = await mkdtemp(path.join(tmpdir(), "stored-names-"));
  const now = () => new Date("2026-03-02T12:00:00.000Z");
  const store = await openEmbeddedStore(folder, { now, log: makeLog("warn") });
  const edges = await crawl({ ...content, store, dialogs }, now());
  await store.close();
  await content.close();
  await rm(folder, { recursive: true });
  const buttons = edges.flatMap(({ said }) =>
    said.flatMap(({ suggestedActions }) => suggestedActions?.actions ?? []),
  );
  const values = buttons.flatMap(({ value }) => ButtonValue.safeParse(value).data ?? []);
  return {
    places: dialogs
      .getDialogs()
      .flatMap((dialog) => (dialog instanceof GuideWaterfall ? [...stepsOf(dialog)] : [])),
    choices: values.map(({ step, choice }) => `${step}: ${choice}`),
  };
}

const inOrder = (names: readonly string[]): string[] => [...new Set(names)].sort();

/** Collects the names that stored data, clients and operators of earlier versions rely on. */
export async function storedNames(project: string): Promise<StoredNames> {
  const inCode = namesInCode(readSources(project, ["src", "dialogs"]));
  const phrases = path.join(project, "data", "phrases", "en");
  const { places, choices } = await dialogNames();
  const fields = Object.entries(records).flatMap(([name, schema]) =>
    fieldsOf(schema).map((field) => `${name}: ${field}`),
  );
  const groups: Record<string, readonly string[]> = {
    "state keys": inCode.stateKeys,
    "record fields": fields,
    "events in a conversation": inCode.activityEvents,
    "events of the operator's log": inCode.logEvents,
    "audit actions": AuditAction.options,
    "outbox kinds": inCode.outboxKinds,
    "database objects": namesInSql(path.join(project, "src", "store", "postgres", "migrations")),
    metrics: await metricNames(),
    "refusal codes": Object.keys(JSON.parse(readFileSync(path.join(phrases, "refusals.json"), "utf8"))),
    "phrase keys": keysOfPhrases(phrases),
    places,
    "choices at places": choices,
    "choices in the dialogs' code": inCode.choices,
    settings: [...fieldsOf(DeskSettings), ...fieldsOf(Limits).map((name) => `limits: ${name}`)],
    "environment variables": variables,
    "names in browsers": inCode.inBrowsers,
  };
  return Object.fromEntries(Object.entries(groups).map(([group, names]) => [group, inOrder(names)]));
}

/** Describes the differences of two lists; empty when they are equal. */
export function differences(frozen: StoredNames, now: StoredNames): string[] {
  const groups = inOrder([...Object.keys(frozen), ...Object.keys(now)]);
  return groups.flatMap((group) => {
    const [before, after] = [new Set(frozen[group]), new Set(now[group])];
    const gone = [...before].filter((name) => !after.has(name));
    const added = [...after].filter((name) => !before.has(name));
    return [
      ...gone.map(
        (name) =>
          `${group}: "${name}" is missing, but stored data or clients of earlier versions use it. Keep the name.`,
      ),
      ...added.map(
        (name) =>
          `${group}: "${name}" is new. Stored data will use it from now on: run npm run stored-names to record it.`,
      ),
    ];
  });
}
