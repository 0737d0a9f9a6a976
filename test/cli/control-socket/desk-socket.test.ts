import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { chmod, mkdtemp, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { callSocket, runningDesk } from "../../../src/cli/control-socket/client.ts";
import { type DeskSocket, type Handler, serveSocket } from "../../../src/cli/control-socket/server.ts";
import { spawn } from "../../own/spawn.ts";
import { bundle } from "../../store/faults/bundle.ts";

let program: string;
let folder: string;
let open: DeskSocket[];

beforeAll(async () => {
  program = await bundle(new URL("desk-process.ts", import.meta.url));
});
afterAll(() => rm(dirname(program), { recursive: true, force: true }));
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "desk-socket-"));
  open = [];
});
afterEach(async () => {
  for (const socket of open) await socket.close();
  await rm(folder, { recursive: true, force: true });
});

const handlers: Record<string, Handler> = {
  async *count(args) {
    for (let number = 1; number <= Number(args); number += 1) yield { number };
  },
  async *echo(_args, said) {
    for await (const words of said) yield `you said ${words}`;
    yield "bye";
  },
  // biome-ignore lint/correctness/useYield: it fails before it has anything to say
  async *fail() {
    throw Object.assign(new Error("no such ticket: 7"), { code: "no-ticket" });
  },
  async *flood() {
    for (let number = 0; number < 2_000; number += 1) yield "x".repeat(1_000);
  },
};

async function serve(at = folder): Promise<DeskSocket> {
  const socket = await serveSocket(at, handlers);
  open.push(socket);
  return socket;
}

async function all(values: AsyncIterable<unknown>): Promise<unknown[]> {
  const list: unknown[] = [];
  for await (const value of values) list.push(value);
  return list;
}

async function* words(...list: string[]): AsyncGenerator<string> {
  yield* list;
}

describe("calls", () => {
  test("a command answers with its values in order", async () => {
    await serve();
    expect(await all(callSocket(folder, "count", 3))).toEqual([{ number: 1 }, { number: 2 }, { number: 3 }]);
  });

  test("a talk goes both ways and ends when the caller has nothing more to say", async () => {
    await serve();
    expect(await all(callSocket(folder, "echo", null, words("a", "ü\n\u2028b")))).toEqual([
      "you said a",
      "you said ü\n\u2028b",
      "bye",
    ]);
  });

  test("an answer larger than the socket's buffer arrives whole", async () => {
    await serve();
    expect(await all(callSocket(folder, "flood"))).toHaveLength(2_000);
  });

  test("a caller that leaves early does not disturb the next", async () => {
    await serve();
    for await (const value of callSocket(folder, "flood")) {
      expect(value).toBe("x".repeat(1_000));
      break;
    }
    expect(await all(callSocket(folder, "count", 1))).toEqual([{ number: 1 }]);
  });

  test("an error of a command arrives with its message and code", async () => {
    await serve();
    await expect(all(callSocket(folder, "fail"))).rejects.toMatchObject({
      code: "desk-refused",
      message: "no such ticket: 7",
      reason: "no-ticket",
    });
  });

  test("T23 a command named like something every object has is unknown", async () => {
    await serve();
    for (const command of ["constructor", "__proto__", "toString"]) {
      await expect(all(callSocket(folder, command))).rejects.toMatchObject({ code: "desk-refused" });
    }
  });

  test("a call without a running desk says so", async () => {
    await expect(all(callSocket(folder, "count", 1))).rejects.toMatchObject({ code: "no-desk" });
    expect(await runningDesk(folder)).toBeUndefined();
  });

  test("a desk that goes away in the middle of an answer is an error, not an end", async () => {
    const socket = await serve();
    const answer = callSocket(folder, "echo", null, silence());
    const first = answer.next();
    setTimeout(() => void socket.close(), 50);
    await expect(first).rejects.toThrow();
  });
});

async function* silence(): AsyncGenerator<string> {
  await new Promise((resolve) => setTimeout(resolve, 2_000));
}

describe("the lock", () => {
  test("T06 a second desk in the folder is refused and told the first one's process id", async () => {
    await serve();
    await expect(serveSocket(folder, {})).rejects.toMatchObject({ code: "desk-running", pid: process.pid });
    await expect(serveSocket(folder, {})).rejects.toThrow(`process ${process.pid} is using ${folder}`);
  });

  test("T06 of 20 desks that start at once exactly one gets the folder", async () => {
    const starts = await Promise.allSettled(Array.from({ length: 20 }, () => serve()));
    expect(starts.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  });

  test("T06 the folder is free again when the first has closed", async () => {
    await (await serve()).close();
    await serve();
    expect(await runningDesk(folder)).toBe(process.pid);
  });

  test("T06 a second process is told the first one's process id, and gets the folder once that was killed", async () => {
    const first = await deskProcess(folder);
    expect(first.says).toBe("has it");
    expect((await deskProcess(folder)).says).toContain(`process ${first.child.pid} is using ${folder}`);
    await expect(serve()).rejects.toMatchObject({ code: "desk-running", pid: first.child.pid });
    first.child.kill("SIGKILL");
    await first.exited;
    expect((await stat(join(folder, "desk.sock"))).isSocket()).toBe(true);
    const second = await deskProcess(folder);
    expect(second.says).toBe("has it");
    second.child.kill("SIGKILL");
    await second.exited;
  });

  test("T06 of 8 that try to take over what a killed process left exactly one gets it", async () => {
    const { child, exited } = await deskProcess(folder);
    child.kill("SIGKILL");
    await exited;
    const tries = await Promise.all(Array.from({ length: 8 }, () => deskProcess(folder)));
    const [winner, ...others] = tries.filter(({ says }) => says === "has it");
    expect(others).toEqual([]);
    for (const { says, child: loser } of tries) {
      if (loser !== winner?.child) expect(says).toContain(`process ${winner?.child.pid} is using ${folder}`);
    }
    winner?.child.kill("SIGKILL");
    await winner?.exited;
  });

  test("a file in the socket's place is left alone", async () => {
    await writeFile(join(folder, "desk.sock"), "mine");
    await expect(serveSocket(folder, {})).rejects.toThrow("is not a socket");
    expect((await stat(join(folder, "desk.sock"))).size).toBe(4);
  });

  test("nobody but the owner may speak to the desk", async () => {
    await chmod(folder, 0o755);
    await serve();
    expect((await stat(join(folder, "desk.sock"))).mode & 0o777).toBe(0o600);
  });

  test("a folder with a very long path works the same", async () => {
    const deep = join(folder, "a".repeat(90), "b".repeat(90));
    await serve(deep);
    expect(await all(callSocket(deep, "count", 1))).toEqual([{ number: 1 }]);
    await expect(serveSocket(deep, {})).rejects.toMatchObject({ pid: process.pid });
    await open.pop()?.close();
    await serve(deep);
    expect(await runningDesk(deep)).toBe(process.pid);
  });
});

/** Starts a process that wants the folder, and waits for what it says. */
async function deskProcess(
  at: string,
): Promise<{ child: ChildProcess; says: string; exited: Promise<unknown> }> {
  const child = spawn(process.execPath, [program, at], { stdio: ["ignore", "pipe", "inherit"] });
  const exited = once(child, "exit");
  const [chunk] = await once(child.stdout, "data");
  return { child, says: String(chunk).trim(), exited };
}
