import { z } from "zod";
import { FIELD_BYTES } from "../bot/bounded.ts";
import { TicketLimits } from "../desk/intake/ticket-limits.ts";
import { readSettingsFile } from "../settings-file.ts";

/** A bucket that holds `burst` and refills with `perSecond`. */
const Rate = z.strictObject({ burst: z.number().int().positive(), perSecond: z.number().positive() });
export type Rate = z.infer<typeof Rate>;

const rate = (burst: number, perSecond: number) => Rate.default({ burst, perSecond });
const count = (usual: number) => z.number().int().positive().default(usual);

/** How much the desk takes from one talk, one person, one address, one socket, and altogether: data/limits.json. */
const Limits = z
  .strictObject({
    postsPerConversation: rate(300, 10),
    readsPerConversation: rate(300, 20),
    tokensPerConversation: rate(60, 1),
    uploadsPerConversation: rate(20, 0.5),
    /** new links to the e-mail address of a ticket */
    linksPerConversation: rate(3, 0.001),
    linksPerAddress: rate(20, 0.02),
    /** over all talks of one person */
    postsPerUser: rate(300, 10),
    /** addresses of this machine are not limited while `PUBLIC_URL` is unset or names this machine */
    postsPerAddress: rate(1000, 100),
    tokensPerAddress: rate(120, 2),
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
    connections: count(10_000),
    connectionsPerAddress: count(3000),
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
