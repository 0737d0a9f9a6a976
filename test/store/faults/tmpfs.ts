import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A small disk of its own, or undefined where this process may not mount one. Call `end` to let it go. */
export function smallDisk(megabytes: number): { folder: string; end(): void } | undefined {
  const folder = mkdtempSync(join(tmpdir(), "small-disk-"));
  const options = ["-t", "tmpfs", "-o", `size=${megabytes}m`, "tmpfs", folder];
  const mounted = spawnSync("mount", options).status === 0;
  if (!mounted) {
    rmSync(folder, { recursive: true });
    return undefined;
  }
  return {
    folder,
    end() {
      spawnSync("umount", [folder]);
      rmSync(folder, { recursive: true });
    },
  };
}
