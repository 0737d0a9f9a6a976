import { expect, test } from "vitest";
import { makeLoginThrottle } from "../../src/accounts/login-throttle.ts";

const patience = { free: 3, firstMs: 1000, mostMs: 4000 };

function clocked() {
  let at = 1_000_000;
  return { locks: makeLoginThrottle(patience, () => at), wait: (ms: number) => (at += ms) };
}

test("some attempts are free, then the wait doubles up to its longest", () => {
  const { locks, wait } = clocked();
  expect([locks.attempt("a"), locks.attempt("a"), locks.attempt("a")]).toEqual([0, 0, 0]);
  const waits: number[] = [];
  for (let round = 0; round < 4; round++) {
    const left = locks.attempt("a");
    waits.push(left);
    wait(left * 1000);
    expect(locks.attempt("a")).toBe(0);
  }
  expect(waits).toEqual([1, 2, 4, 4]);
});

test("an attempt that has to wait does not make the wait longer", () => {
  const { locks, wait } = clocked();
  for (let count = 0; count < 3; count++) locks.attempt("a");
  wait(400);
  expect([locks.attempt("a"), locks.attempt("a")]).toEqual([0.6, 0.6]);
});

test("others are not held up, and a success starts anew", () => {
  const { locks } = clocked();
  for (let count = 0; count < 3; count++) locks.attempt("a");
  expect(locks.attempt("b")).toBe(0);
  locks.succeeded("a");
  expect(locks.attempt("a")).toBe(0);
});

test("failures of long ago are forgotten", () => {
  const { locks, wait } = clocked();
  for (let count = 0; count < 3; count++) locks.attempt("a");
  wait(2 * 3_600_000);
  expect([locks.attempt("a"), locks.attempt("a"), locks.attempt("a")]).toEqual([0, 0, 0]);
});

test("T51: no flood of made-up names pushes out the lock of an account, or of another name", () => {
  const { locks, wait } = clocked();
  for (let count = 0; count < 3; count++) {
    locks.attempt("oak@desk.example", true);
    locks.attempt("nobody@desk.example", false);
  }
  for (let count = 0; count < 30_000; count++) locks.attempt(`made-up-${count}`, false);
  expect(locks.wait("oak@desk.example", true)).toBe(1);
  expect(locks.wait("nobody@desk.example", false)).toBe(1);
  wait(1000);
  expect(locks.wait("oak@desk.example", true)).toBe(0);
});

test("made-up names are counted as names that exist are", () => {
  const { locks } = clocked();
  const tries = (exists: boolean) => Array.from({ length: 5 }, () => locks.attempt("a", exists));
  expect(tries(false)).toEqual(tries(true));
  locks.succeeded("a", false);
  expect([locks.wait("a", false), locks.wait("a", true)]).toEqual([0, 1]);
});
