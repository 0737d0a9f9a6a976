import { z } from "zod";
import { FIELD_BYTES } from "../bot/activity-limits.ts";
import { readSettingsFile } from "../runtime/json-file.ts";
import { TicketLimits } from "../tickets/intake/surge.ts";

/** Token bucket: holds `burst` and refills at `perSecond`. */
export const Rate = z.strictObject({ burst: z.number().int().positive(), perSecond: z.number().positive() });
export type Rate = z.infer<typeof Rate>;

const rate = (burst: number, perSecond: number) => Rate.default({ burst, perSecond });
const count = (usual: number) => z.number().int().positive().default(usual);
const share = (usual: number) => z.number().min(0).max(0.9).default(usual);

/** Token bucket: holds `burst` and refills at `perHour`. */
export const Allotment = z.strictObject({ burst: z.number().positive(), perHour: z.number().positive() });
const allotment = (burst: number, perHour: number) => Allotment.default({ burst, perHour });

const MB = 1_000_000;

/**
 * Budget of a consumable resource. Each figure limits strangers; active conversations may use `reserve`, a
 * share of it, on top.
 */
const StoredBytes = z.strictObject({
  reserve: share(0.25).describe(
    "Share on top of each figure below except the first, for conversations that began earlier. The less a conversation has used, the more of the share it may use.",
  ),
  perConversation: allotment(2 * MB, 2 * MB).describe(
    "Bytes that one conversation stores, including the bot's answers.",
  ),
  perNetwork: allotment(10 * MB, 20 * MB).describe("The same from one address."),
  perWideNetwork: allotment(40 * MB, 80 * MB).describe(
    "The same from one wide network: the first 16 bits of IPv4, 48 of IPv6.",
  ),
  ofStrangers: allotment(100 * MB, 280 * MB).describe("The same for all strangers together."),
});
const CpuMs = z.strictObject({
  reserve: share(0.25).describe("As for `storedBytes`."),
  perConversation: allotment(10_000, 180_000).describe(
    "Milliseconds of CPU that the turns of one conversation take.",
  ),
  perNetwork: allotment(20_000, 720_000).describe("The same from one address."),
  perWideNetwork: allotment(40_000, 1_440_000).describe("The same from one wide network."),
  ofStrangers: allotment(60_000, 2_160_000).describe("The same for all strangers together."),
});
export type BudgetLimits = z.infer<typeof StoredBytes>;

/** Limits of memory held for slow readers and incomplete requests. */
const MemoryBytes = z.strictObject({
  reserve: share(0.25).describe(
    "Share on top of each figure below, for conversations in which a person wrote.",
  ),
  perNetwork: count(16 * MB).describe(
    "Bytes held for one address: unread output and incomplete requests. Beyond it, readers get 16 KB at a time.",
  ),
  perWideNetwork: count(64 * MB).describe("The same for one wide network."),
  ofStrangers: count(128 * MB).describe("The same for all strangers together."),
});
export type MemoryBudget = z.infer<typeof MemoryBytes>;

/** Limits of password comparisons: each takes 32 MB and 0.2 seconds of a worker thread. */
const Comparing = z
  .strictObject({
    atOnce: count(4).describe("Passwords compared concurrently."),
    strangersAtOnce: count(2).describe(
      "Of these, comparisons for strangers: clients without a session and without an earlier sign-in from the same browser.",
    ),
    waiting: count(64).describe(
      "Comparisons that may wait for strangers, and as many for known people. Networks take turns.",
    ),
    patienceMs: count(8000).describe("Maximum wait of one comparison in milliseconds."),
  })
  .refine(({ atOnce, strangersAtOnce }) => strangersAtOnce < atOnce, {
    path: ["strangersAtOnce"],
    message: "must be less than atOnce, so that capacity remains for known people",
  });

/** Thresholds of free disk space below which writes are refused. */
const Room = z
  .strictObject({
    newBelow: count(1000 * MB).describe(
      "Free bytes on the disk of `DATA_DIR` below which strangers cannot start a conversation.",
    ),
    youngBelow: count(500 * MB).describe(
      "Free bytes below which strangers cannot write in conversations that began since the shortage.",
    ),
    mostOfDisk: z
      .number()
      .positive()
      .max(1)
      .default(0.1)
      .describe("Upper bound of `newBelow` as a share of the disk. `youngBelow` is at most half of that."),
    databaseBytes: z
      .number()
      .int()
      .positive()
      .nullable()
      .default(null)
      .describe(
        "Maximum size of the PostgreSQL database. `newBelow` and `youngBelow` are measured against it; without it the size is not checked.",
      ),
  })
  .refine(({ newBelow, youngBelow }) => youngBelow <= newBelow, {
    path: ["youngBelow"],
    message: "must not be more than newBelow",
  });
export type Room = z.infer<typeof Room>;

/**
 * Limits per conversation, person, address and socket, and in total: data/limits.json,
 * docs/reference/limits.md.
 */
export const Limits = z
  .strictObject({
    postsPerConversation: rate(300, 10).describe("Messages in one conversation."),
    readsPerConversation: rate(300, 20).describe(
      "Reads of one conversation without a socket. Further reads return nothing new.",
    ),
    tokensPerConversation: rate(60, 1).describe(
      "Token refreshes, reconnections and exports of one conversation.",
    ),
    uploadsPerConversation: rate(20, 0.5).describe(
      "File uploads in one conversation. The desk refuses all of them so far.",
    ),
    linksPerConversation: rate(3, 0.001).describe(
      "New links sent to a ticket's e-mail address, for a person whose link was opened elsewhere.",
    ),
    linksPerAddress: rate(20, 0.02).describe("The same requests from one address."),
    postsPerUser: rate(300, 10).describe("Messages of one person in all their conversations."),
    postsPerAddress: rate(1000, 100).describe("Messages from one address."),
    tokensPerAddress: rate(120, 2).describe("Conversations started from one address."),
    postsReserve: share(0.25).describe(
      "Share on top of `postsPerAddress`, for conversations that began before their address exceeded it.",
    ),
    storedBytes: StoredBytes.prefault({}),
    cpuMs: CpuMs.prefault({}),
    memoryBytes: MemoryBytes.prefault({}),
    comparisons: Comparing.prefault({}),
    room: Room.prefault({}),
    strangersPerAddress: rate(60, 1).describe(
      "Unauthenticated calls of the agents' API from one address, including sign-in.",
    ),
    writesPerAgent: rate(120, 4).describe("Changes by one staff account."),
    readsPerAgent: rate(600, 20).describe("Reads by one staff account."),
    socketsPerAgent: count(20).describe("Open console sockets of one staff account."),
    socketsPerConversation: count(12).describe("Open sockets of one conversation."),
    socketsPerAddress: count(2500).describe("Open sockets of one address."),
    pingEveryMs: count(30_000).describe(
      "Milliseconds between pings of an idle socket. A socket that answers no ping for `stalledMs` is closed.",
    ),
    framesPerPing: count(120).describe("Frames that one socket may send per ping interval."),
    frameBytes: count(1024).describe("Maximum bytes of one client frame."),
    waitingBytes: count(1024 * 1024).describe(
      "Bytes that may be queued for a slow socket. Beyond it the socket is closed, and resumes from its watermark.",
    ),
    linesPerMinute: count(20).describe(
      "Log lines per minute for one kind of refusal or failure at the edges. One further line reports how many were left out.",
    ),
    linesPerNetwork: count(10).describe("Of these lines, the maximum about one address."),
    linesOfAllKinds: count(400).describe(
      "Such lines per minute for all kinds together. A quarter is reserved for warnings and errors.",
    ),
    connections: count(10_000).describe(
      "Open connections of a process. When strangers hold all but the reserve, the desk closes the youngest idle connections of the wide network and address with the most.",
    ),
    connectionsPerAddress: count(3000).describe("Open connections of one address, including sockets."),
    connectionsPerWideNetwork: count(6000).describe("Open connections of one wide network."),
    connectionsReserve: share(0.1).describe(
      "Share of `connections` that strangers cannot take. Active conversations leave the same share to others.",
    ),
    stalledMs: count(15_000).describe("Milliseconds after which a stalled reader is disconnected."),
    bodyBytes: count(64 * 1024).describe("Maximum bytes of a request body."),
    fieldBytes: count(FIELD_BYTES).describe(
      "Maximum bytes of one activity field as JSON, except its text. A longer field is refused (413), or dropped when it comes from Teams. The desk's own buttons may carry a longer draft.",
    ),
    headersMs: count(15_000).describe("Milliseconds until the headers of a request are complete."),
    requestMs: count(20_000).describe(
      "Milliseconds until the whole request is complete, counted from the same moment.",
    ),
    tickets: TicketLimits.prefault({}),
  })
  .refine(({ headersMs, requestMs }) => headersMs <= requestMs, {
    path: ["headersMs"],
    message: "must not be more than requestMs, which counts from the same moment",
  });
export type Limits = z.infer<typeof Limits>;

export const defaultLimits: Limits = Limits.parse({});

/** Loads data/limits.json; missing keys take their default. Throws a DataFileError. */
export const loadLimits = (file: string): Limits => readSettingsFile(file, Limits);
