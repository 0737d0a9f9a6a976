import { z } from "zod";
import { FIELD_BYTES } from "../bot/activity-limits.ts";
import { readSettingsFile } from "../runtime/json-file.ts";
import { TicketLimits } from "../tickets/intake/surge.ts";

/** A bucket that holds `burst` and refills with `perSecond`. */
const Rate = z.strictObject({ burst: z.number().int().positive(), perSecond: z.number().positive() });
export type Rate = z.infer<typeof Rate>;

const rate = (burst: number, perSecond: number) => Rate.default({ burst, perSecond });
const count = (usual: number) => z.number().int().positive().default(usual);
const share = (usual: number) => z.number().min(0).max(0.9).default(usual);

/** `burst` at once, then as much as flows in within an hour. */
const Allotment = z.strictObject({ burst: z.number().positive(), perHour: z.number().positive() });
const allotment = (burst: number, perHour: number) => Allotment.default({ burst, perHour });

const MB = 1_000_000;

/** What may be taken of something that is used up: each figure is of strangers, and `reserve`, as a share of it, comes on top for conversations that run. */
const StoredBytes = z.strictObject({
  reserve: share(0.25),
  perConversation: allotment(2 * MB, 2 * MB),
  perNetwork: allotment(10 * MB, 20 * MB),
  perWideNetwork: allotment(40 * MB, 80 * MB),
  ofStrangers: allotment(100 * MB, 280 * MB),
});
const CpuMs = z.strictObject({
  reserve: share(0.25),
  perConversation: allotment(10_000, 180_000),
  perNetwork: allotment(20_000, 720_000),
  perWideNetwork: allotment(40_000, 1_440_000),
  ofStrangers: allotment(60_000, 2_160_000),
});
export type Budget = z.infer<typeof StoredBytes>;

/** What may be held at the same time for those who do not take it, or do not say it to the end. */
const MemoryBytes = z.strictObject({
  reserve: share(0.25),
  perNetwork: count(16 * MB),
  perWideNetwork: count(64 * MB),
  ofStrangers: count(128 * MB),
});
export type MemoryBudget = z.infer<typeof MemoryBytes>;

/** How passwords are compared: each takes 32 MB and a fifth of a second of another thread. */
const Comparing = z
  .strictObject({
    atOnce: count(4),
    /** of these; the others are kept for those who are known */
    strangersAtOnce: count(2),
    /** of strangers, and as many of those who are known */
    waiting: count(64),
    patienceMs: count(8000),
  })
  .refine(({ atOnce, strangersAtOnce }) => strangersAtOnce < atOnce, {
    path: ["strangersAtOnce"],
    message: "must be less than atOnce, or nothing is kept for those who are known",
  });

/** When there is too little room to take everything. */
const Room = z
  .strictObject({
    /** free bytes below which strangers begin no conversation */
    newBelow: count(1000 * MB),
    /** and below which they are not heard in those they have just begun */
    youngBelow: count(500 * MB),
    /** on a small disk `newBelow` is at most this share of it, and `youngBelow` at most half of that */
    mostOfDisk: z.number().positive().max(1).default(0.1),
    /** how large the PostgreSQL database may become; null: its server is not asked */
    databaseBytes: z.number().int().positive().nullable().default(null),
  })
  .refine(({ newBelow, youngBelow }) => youngBelow <= newBelow, {
    path: ["youngBelow"],
    message: "must not be more than newBelow",
  });
export type Room = z.infer<typeof Room>;

/** How much the desk takes from one conversation, one person, one address, one socket, and altogether: data/limits.json. */
export const Limits = z
  .strictObject({
    postsPerConversation: rate(300, 10),
    readsPerConversation: rate(300, 20),
    tokensPerConversation: rate(60, 1),
    uploadsPerConversation: rate(20, 0.5),
    /** new links to the e-mail address of a ticket */
    linksPerConversation: rate(3, 0.001),
    linksPerAddress: rate(20, 0.02),
    /** over all conversations of one person */
    postsPerUser: rate(300, 10),
    /** addresses of this machine are not limited while `PUBLIC_URL` is unset or names this machine */
    postsPerAddress: rate(1000, 100),
    tokensPerAddress: rate(120, 2),
    /** of `postsPerAddress`, on top, for conversations that run */
    postsReserve: share(0.25),
    storedBytes: StoredBytes.prefault({}),
    cpuMs: CpuMs.prefault({}),
    memoryBytes: MemoryBytes.prefault({}),
    comparisons: Comparing.prefault({}),
    room: Room.prefault({}),
    /** calls of the desk's API without a sign-in, signing in among them */
    strangersPerAddress: rate(60, 1),
    /** what one of the desk's people changes, and looks up */
    writesPerAgent: rate(120, 4),
    readsPerAgent: rate(600, 20),
    socketsPerAgent: count(20),
    socketsPerConversation: count(12),
    socketsPerAddress: count(2500),
    /** a socket that has not answered a ping when the next is due is dropped */
    pingEveryMs: count(30_000),
    /** frames of one socket between two pings */
    framesPerPing: count(120),
    /** of one frame that a client sends */
    frameBytes: count(1024),
    /** what may wait for a reader that does not keep up, before it is dropped */
    waitingBytes: count(1024 * 1024),
    /** a minute, of one kind: what was refused or failed at the doors */
    linesPerMinute: count(20),
    /** of these, by one network */
    linesPerNetwork: count(10),
    /** a minute, of all kinds together */
    linesOfAllKinds: count(400),
    connections: count(10_000),
    connectionsPerAddress: count(3000),
    connectionsPerWideNetwork: count(6000),
    /** the share that strangers cannot have */
    connectionsReserve: share(0.1),
    /** a reader that takes nothing of what it is sent for so long is cut */
    stalledMs: count(15_000),
    bodyBytes: count(64 * 1024),
    /** of one field of an activity but its text, as JSON; a button of ours may carry a longer draft */
    fieldBytes: count(FIELD_BYTES),
    headersMs: count(15_000),
    requestMs: count(20_000),
    /** tickets that strangers open */
    tickets: TicketLimits.prefault({}),
  })
  .refine(({ headersMs, requestMs }) => headersMs <= requestMs, {
    path: ["headersMs"],
    message: "must not be more than requestMs, which counts from the same moment",
  });
export type Limits = z.infer<typeof Limits>;

export const defaultLimits: Limits = Limits.parse({});

/** Reads data/limits.json, or throws a SettingsError; what is not in it stays as it is by default. */
export const loadLimits = (file: string): Limits => readSettingsFile(file, Limits);
