import { describe, expect, test } from "vitest";
import { StateConflict } from "../../../src/store/errors.ts";
import type { StaffWrite } from "../../../src/store/staff.ts";
import type { Store } from "../../../src/store/store.ts";
import type { OpenSubject } from "../conformance.ts";
import { subject } from "./subject.ts";

const account = (id: string, over: object = {}): StaffWrite => ({
  kind: "account",
  id,
  value: { id, name: `Agent ${id}`, ...over },
});
const idOf = ({ value }: { value: Record<string, unknown> }): unknown => value["id"];

/** How a store keeps the staff, their sessions and the audit logs. */
export function staffSuite(open: OpenSubject): void {
  describe("staff", () => {
    const { store, reopen } = subject(open);
    const change = async (...writes: StaffWrite[]): Promise<number> =>
      store().changeStaff((await store().staff(null)).revision, writes);

    test("a store begins with nobody", async () => {
      const { accounts, all } = await store().staff(null);
      expect([accounts, all?.ids ?? []]).toEqual([[], []]);
      expect(await store().account("a")).toBe(undefined);
    });

    test("accounts, invitations and links are there one by one and all together, in their order, also after a restart", async () => {
      await change(account("z"), { kind: "invitation", id: "i2", value: { id: "i2" } }, account("a"));
      await change({ kind: "invitation", id: "i1", value: { id: "i1" } }, account("z", { role: "owner" }));
      await change(
        { kind: "link", id: "l1", value: { id: "l1" } },
        account("odd \u0000 \ud800", { text: "\u0000 \ud800" }),
      );
      for (const now of [store(), await reopen()]) {
        const { accounts, all } = await now.staff(null);
        expect(accounts.map(idOf)).toEqual(["z", "a", "odd \u0000 \ud800"]);
        expect(all?.ids).toEqual(["z", "a", "odd \u0000 \ud800"]);
        expect([all?.invitations.map(idOf), all?.links.map(idOf)]).toEqual([["i2", "i1"], ["l1"]]);
        expect((await now.account("z"))?.value).toEqual({ id: "z", name: "Agent z", role: "owner" });
        expect((await now.account("odd \u0000 \ud800"))?.value["text"]).toBe("\u0000 \ud800");
        expect(await now.account("i1")).toBe(undefined);
      }
    });

    test("a look tells what was written since another one, and nothing when nothing was", async () => {
      const first = await change(account("a"), account("b"));
      expect(await store().staff(first)).toEqual({ revision: first, accounts: [], all: null });
      const second = await change(account("b", { name: "B" }), { kind: "link", id: "l", value: { id: "l" } });
      expect(second).toBeGreaterThan(first);
      const since = await store().staff(first);
      expect([since.revision, since.accounts.map(({ value }) => value)]).toEqual([
        second,
        [{ id: "b", name: "B" }],
      ]);
      expect([since.all?.ids, since.all?.links.map(idOf)]).toEqual([["a", "b"], ["l"]]);
    });

    test("what is removed is gone, and comes back at the end", async () => {
      await change(account("a"), account("b"), { kind: "link", id: "l", value: { id: "l" } });
      const before = (await store().staff(null)).revision;
      await change({ kind: "account", id: "a", value: null }, { kind: "link", id: "l", value: null });
      expect(await store().account("a")).toBe(undefined);
      expect((await store().staff(before)).all).toMatchObject({ ids: ["b"], links: [] });
      await change(account("a"));
      for (const now of [store(), await reopen()])
        expect((await now.staff(null)).all?.ids).toEqual(["b", "a"]);
    });

    test("of changes that begin at the same revision one is made, whole", async () => {
      const from = (await store().staff(null)).revision;
      const tried = await Promise.allSettled(
        ["a", "b", "c"].map((id) => store().changeStaff(from, [account(id), account(`${id}2`)])),
      );
      const refused = tried.flatMap((one) => (one.status === "rejected" ? [one.reason] : []));
      expect(refused).toHaveLength(2);
      for (const error of refused) expect(error).toBeInstanceOf(StateConflict);
      const ids = (await store().staff(null)).all?.ids ?? [];
      expect(ids).toEqual([ids[0], `${ids[0]}2`]);
    });

    test("an account has another tag after each write of it, and of it alone", async () => {
      await change(account("a"), account("b"));
      const tags = async () => [(await store().account("a"))?.eTag, (await store().account("b"))?.eTag];
      const before = await tags();
      await change(account("a"));
      const after = await tags();
      expect(after[0]).not.toBe(before[0]);
      expect(after[1]).toBe(before[1]);
    });
  });

  describe("sessions", () => {
    const { store, reopen } = subject(open);
    const start = (key: string, of = "a", ends: string[] = []): Promise<void> =>
      store().startSession({ key, account: of, value: { agent: of, csrf: key } }, ends);

    test("a session is found with its account, and the sessions of an account in their order", async () => {
      await store().changeStaff((await store().staff(null)).revision, [account("a")]);
      for (const key of ["s3", "s1", "s2"]) await start(key);
      await start("other", "b");
      for (const now of [store(), await reopen()]) {
        const found = await now.sessionWithAccount("s1");
        expect(found?.session.value).toEqual({ agent: "a", csrf: "s1" });
        expect(found?.account?.value).toEqual({ id: "a", name: "Agent a" });
        expect(found?.account?.eTag).toBe((await now.account("a"))?.eTag);
        expect((await now.session("s1"))?.eTag).toBe(found?.session.eTag);
        expect([...(await now.sessionsOf("a")).keys()]).toEqual(["s3", "s1", "s2"]);
        expect((await now.sessionWithAccount("other"))?.account).toBe(undefined);
        expect(await now.sessionWithAccount("nothing")).toBe(undefined);
        expect(await now.openSessions(["s1", "nothing", "other"])).toEqual(new Set(["s1", "other"]));
        expect((await now.sessionsOf("nobody")).size).toBe(0);
      }
    });

    test("a session is changed by whoever saw it last, and not once it is over", async () => {
      await start("s");
      const { eTag = "" } = (await store().session("s")) ?? {};
      const write = (csrf: string, tag: string) =>
        store().changeSession({ key: "s", account: "a", value: { agent: "a", csrf } }, tag);
      const next = await write("next", eTag);
      expect((await store().session("s"))?.eTag).toBe(next);
      await expect(write("late", eTag)).rejects.toThrow(StateConflict);
      expect((await store().session("s"))?.value["csrf"]).toBe("next");
      await store().endSessions(["s", "nothing"]);
      await expect(write("over", next)).rejects.toThrow(StateConflict);
      expect(await store().session("s")).toBe(undefined);
    });

    test("sessions that end are gone from everywhere, those that a new one ends as well", async () => {
      for (const key of ["s1", "s2", "s3"]) await start(key);
      await start("s4", "a", ["s1", "nothing"]);
      await store().endSessions(["s3"]);
      for (const now of [store(), await reopen()]) {
        expect([...(await now.sessionsOf("a")).keys()]).toEqual(["s2", "s4"]);
        expect(await now.openSessions(["s1", "s2", "s3", "s4"])).toEqual(new Set(["s2", "s4"]));
      }
      await store().endSessions([]);
    });
  });

  describe("audit logs", () => {
    const { store, reopen } = subject(open);
    const line = (seq: number) => ({ seq, value: { seq, what: `line ${seq}`, odd: "\u0000 \ud800" } });
    const ends = (first: number, last: number) => ({
      first,
      last,
      before: `h${first - 1}`,
      hash: `h${last}`,
    });
    const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, at) => from + at);
    const add = (on: Store, first: number, last: number, count: number) =>
      on.writeAudit("audit", {
        from: last === 0 ? null : ends(first, last),
        ends: ends(first, last + count),
        lines: range(last + 1, last + count).map(line),
      });

    test("lines and ends are written together, for each log alone", async () => {
      expect(await store().auditEnds("audit")).toBe(undefined);
      await add(store(), 1, 0, 1);
      await add(store(), 1, 1, 199);
      for (const now of [store(), await reopen()]) {
        expect(await now.auditEnds("audit")).toEqual(ends(1, 200));
        expect(await now.auditLines("audit", 64, 66)).toEqual(
          new Map([64, 65, 66].map((seq) => [seq, line(seq).value])),
        );
        expect((await now.auditLines("audit", 199, 300)).size).toBe(2);
        expect((await now.auditLines("audit", 5, 4)).size).toBe(0);
        expect(await now.auditEnds("readings")).toBe(undefined);
        expect((await now.auditLines("readings", 1, 10)).size).toBe(0);
      }
    });

    test("of those who write at once after the same line one does", async () => {
      await add(store(), 1, 0, 1);
      const tried = await Promise.allSettled([
        add(store(), 1, 1, 2),
        add(store(), 1, 1, 2),
        add(store(), 1, 1, 1),
      ]);
      expect(tried.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
      for (const one of tried)
        if (one.status === "rejected") expect(one.reason).toBeInstanceOf(StateConflict);
      const { last = 0 } = (await store().auditEnds("audit")) ?? {};
      expect([...(await store().auditLines("audit", 1, 10)).keys()]).toEqual(range(1, last));
      await expect(add(store(), 1, 0, 1)).rejects.toThrow(StateConflict);
    });

    test("old lines go from the front, over as many as are kept together", async () => {
      await add(store(), 1, 0, 200);
      await store().writeAudit("audit", { from: ends(1, 200), ends: ends(150, 200), lines: [] });
      for (const now of [store(), await reopen()]) {
        expect(await now.auditEnds("audit")).toEqual(ends(150, 200));
        expect([...(await now.auditLines("audit", 1, 300)).keys()]).toEqual(range(150, 200));
      }
      await add(store(), 150, 200, 1);
      expect(await store().auditEnds("audit")).toEqual(ends(150, 201));
    });
  });
}
