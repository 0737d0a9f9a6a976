import { z } from "zod";
import { FIELD_BYTES } from "../bot/activity-limits.ts";
import { readSettingsFile } from "../runtime/json-file.ts";
import { TicketLimits } from "../tickets/intake/surge.ts";

/** A bucket that holds `burst` and refills with `perSecond`. */
export const Rate = z.strictObject({ burst: z.number().int().positive(), perSecond: z.number().positive() });
export type Rate = z.infer<typeof Rate>;

const rate = (burst: number, perSecond: number) => Rate.default({ burst, perSecond });
const count = (usual: number) => z.number().int().positive().default(usual);
const share = (usual: number) => z.number().min(0).max(0.9).default(usual);

/** `burst` at once, then as much as flows in within an hour. */
export const Allotment = z.strictObject({ burst: z.number().positive(), perHour: z.number().positive() });
const allotment = (burst: number, perHour: number) => Allotment.default({ burst, perHour });

const MB = 1_000_000;

/** What may be taken of something that is used up: each figure is of strangers, and `reserve`, as a share of it, comes on top for conversations that run. */
const StoredBytes = z.strictObject({
  reserve: share(0.25).describe(
    "Share on top of each figure below except the first, for conversations that ran before. The less one has taken, the more of it is open to it.",
  ),
  perConversation: allotment(2 * MB, 2 * MB).describe(
    "Bytes that one conversation stores, the bot's answers among them.",
  ),
  perNetwork: allotment(10 * MB, 20 * MB).describe("The same from one address."),
  perWideNetwork: allotment(40 * MB, 80 * MB).describe(
    "The same from one wide network: the first 16 bits of IPv4, 48 of IPv6.",
  ),
  ofStrangers: allotment(100 * MB, 280 * MB).describe("The same of all strangers together."),
});
const CpuMs = z.strictObject({
  reserve: share(0.25).describe("As for `storedBytes`."),
  perConversation: allotment(10_000, 180_000).describe(
    "Milliseconds of CPU that the turns of one conversation take.",
  ),
  perNetwork: allotment(20_000, 720_000).describe("The same from one address."),
  perWideNetwork: allotment(40_000, 1_440_000).describe("The same from one wide network."),
  ofStrangers: allotment(60_000, 2_160_000).describe("The same of all strangers together."),
});
export type BudgetLimits = z.infer<typeof StoredBytes>;

/** What may be held at the same time for those who do not take it, or do not say it to the end. */
const MemoryBytes = z.strictObject({
  reserve: share(0.25).describe(
    "Share on top of each figure below, for conversations in which a person wrote.",
  ),
  perNetwork: count(16 * MB).describe(
    "Bytes that wait for readers at one address, or that begin its unfinished requests. Beyond it readers get 16 KB at a time.",
  ),
  perWideNetwork: count(64 * MB).describe("The same of one wide network."),
  ofStrangers: count(128 * MB).describe("The same of all strangers together."),
});
export type MemoryBudget = z.infer<typeof MemoryBytes>;

/** How passwords are compared: each takes 32 MB and a fifth of a second of another thread. */
const Comparing = z
  .strictObject({
    atOnce: count(4).describe("Passwords that are compared at once."),
    strangersAtOnce: count(2).describe(
      "Of these, those of strangers: no session, and no browser in which they signed in before.",
    ),
    waiting: count(64).describe(
      "Comparisons of strangers that wait, and as many of known people. Networks take turns.",
    ),
    patienceMs: count(8000).describe("Milliseconds for which one waits at most."),
  })
  .refine(({ atOnce, strangersAtOnce }) => strangersAtOnce < atOnce, {
    path: ["strangersAtOnce"],
    message: "must be less than atOnce, or nothing is kept for those who are known",
  });

/** When there is too little room to take everything. */
const Room = z
  .strictObject({
    newBelow: count(1000 * MB).describe(
      "Free bytes on the disk of `DATA_DIR` below which strangers begin no conversation.",
    ),
    youngBelow: count(500 * MB).describe(
      "Free bytes below which strangers are refused in conversations that they began since then.",
    ),
    mostOfDisk: z
      .number()
      .positive()
      .max(1)
      .default(0.1)
      .describe("Share of a small disk that `newBelow` is at most. `youngBelow` is at most half of that."),
    databaseBytes: z
      .number()
      .int()
      .positive()
      .nullable()
      .default(null)
      .describe(
        "Size that a PostgreSQL database may reach. `newBelow` and `youngBelow` then count from there; without it the server is not asked.",
      ),
  })
  .refine(({ newBelow, youngBelow }) => youngBelow <= newBelow, {
    path: ["youngBelow"],
    message: "must not be more than newBelow",
  });
export type Room = z.infer<typeof Room>;

/** How much the desk takes from one conversation, person, address or socket, and altogether: data/limits.json, docs/reference/limits.md. */
export const Limits = z
  .strictObject({
    postsPerConversation: rate(300, 10).describe("Messages of one conversation."),
    readsPerConversation: rate(300, 20).describe(
      "Reads of one conversation without a socket. Beyond it they find nothing new.",
    ),
    tokensPerConversation: rate(60, 1).describe(
      "Fresh tokens, reconnections and copies of one conversation.",
    ),
    uploadsPerConversation: rate(20, 0.5).describe(
      "Files of one conversation. The desk refuses all of them so far.",
    ),
    linksPerConversation: rate(3, 0.001).describe(
      "New links to the e-mail address of a ticket, for a person whose link was opened elsewhere.",
    ),
    linksPerAddress: rate(20, 0.02).describe("The same requests from one address."),
    postsPerUser: rate(300, 10).describe("Messages of one person over all their conversations."),
    postsPerAddress: rate(1000, 100).describe("Messages from one address."),
    tokensPerAddress: rate(120, 2).describe("Conversations begun from one address."),
    postsReserve: share(0.25).describe(
      "Share of `postsPerAddress` on top, for conversations that ran before their address wrote too fast.",
    ),
    storedBytes: StoredBytes.prefault({}),
    cpuMs: CpuMs.prefault({}),
    memoryBytes: MemoryBytes.prefault({}),
    comparisons: Comparing.prefault({}),
    room: Room.prefault({}),
    strangersPerAddress: rate(60, 1).describe(
      "Calls of the agents' API without a sign-in from one address, signing in among them.",
    ),
    writesPerAgent: rate(120, 4).describe("Changes by one staff account."),
    readsPerAgent: rate(600, 20).describe("Look-ups by one staff account."),
    socketsPerAgent: count(20).describe("Open consoles of one staff account."),
    socketsPerConversation: count(12).describe("Open sockets of one conversation."),
    socketsPerAddress: count(2500).describe("Open sockets of one address."),
    pingEveryMs: count(30_000).describe(
      "Milliseconds between two pings of a silent socket. A socket that echoes none for `stalledMs` is cut.",
    ),
    framesPerPing: count(120).describe("Frames that one socket may send between two pings."),
    frameBytes: count(1024).describe("Bytes of one frame that a client sends."),
    waitingBytes: count(1024 * 1024).describe(
      "Bytes that may wait for a socket that does not keep up. The desk then drops it, and it resumes from its watermark.",
    ),
    linesPerMinute: count(20).describe(
      "Log lines per minute of one kind of refusal or failure at the edges. One more line tells how many were left out.",
    ),
    linesPerNetwork: count(10).describe("Of these lines, those about one address."),
    linesOfAllKinds: count(400).describe(
      "Such lines per minute of all kinds together. A quarter is kept for warnings and errors.",
    ),
    connections: count(10_000).describe(
      "Open connections of a process. When strangers hold all but the reserve, the desk closes the youngest idle ones of the wide network and address with the most.",
    ),
    connectionsPerAddress: count(3000).describe("Open connections of one address, sockets among them."),
    connectionsPerWideNetwork: count(6000).describe("Open connections of one wide network."),
    connectionsReserve: share(0.1).describe(
      "Share of `connections` that strangers cannot take. Running conversations leave the same share to others.",
    ),
    stalledMs: count(15_000).describe("Milliseconds after which a reader that takes nothing is cut."),
    bodyBytes: count(64 * 1024).describe("Bytes of a request body."),
    fieldBytes: count(FIELD_BYTES).describe(
      "Bytes of one field of an activity, except its text, as JSON. A longer one is refused (413), or left out when it comes from Teams. A button of ours may carry a longer draft.",
    ),
    headersMs: count(15_000).describe("Milliseconds until the headers of a request are complete."),
    requestMs: count(20_000).describe(
      "Milliseconds until the whole request is there, counted from the same moment.",
    ),
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
