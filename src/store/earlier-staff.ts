import { z } from "zod";
import { AuditEnds, type AuditName, type StaffWrite } from "./staff.ts";

/** State keys under which versions before 0.2 kept the staff, their sessions and the audit logs. */
export const earlierKeys = {
  people: "desk/people",
  sessionsOf: (account: string) => `desk/sessions-of/${account}`,
  session: (key: string) => `desk/sessions/${key}`,
  ends: (log: AuditName) => (log === "audit" ? "desk/audit" : "desk/readings"),
  line: (log: AuditName, seq: number) => (log === "audit" ? `desk/audit/${seq}` : `desk/readings/${seq}`),
};

/** Stands where the people or the ends of a log stood: a version that looks for them there cannot read it, and does not begin anew. */
export const Moved = z.object({
  moved: z.literal("records of their own"),
  /** lines that are still to be removed there */
  left: z.object({ first: z.number().int(), last: z.number().int() }).optional(),
});
type Moved = z.infer<typeof Moved>;

/** Parses the mark that the records under a key have moved; undefined for any other value. */
export const parseMoved = (value: unknown): Moved | undefined => Moved.safeParse(value).data;

export const movedMark = (left?: Moved["left"]): Moved => ({
  moved: "records of their own",
  ...(left && { left }),
});

const Record = z.looseObject({ id: z.string().min(1) });
const EarlierPeople = z.object({
  people: z.array(Record),
  invitations: z.array(Record),
  links: z.array(Record).default([]),
});

/** Parses the staff document of an earlier version into writes, in its order; undefined when it has moved before. */
export function staffOfEarlier(value: unknown): StaffWrite[] | undefined {
  if (parseMoved(value) !== undefined) return undefined;
  const { people, invitations, links } = EarlierPeople.parse(value);
  const writes = (kind: StaffWrite["kind"], records: z.infer<typeof Record>[]): StaffWrite[] =>
    records.map((record) => ({ kind, id: record.id, value: record }));
  return [...writes("account", people), ...writes("invitation", invitations), ...writes("link", links)];
}

/** The list of somebody's sessions, by key. */
export const EarlierSessions = z.object({ keys: z.array(z.string()) });

/** Parses the ends of an earlier version's audit log; undefined when it has moved before. */
export const endsOfEarlier = (value: unknown): AuditEnds | undefined =>
  parseMoved(value) === undefined ? AuditEnds.parse(value) : undefined;
