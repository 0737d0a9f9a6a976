import { type Disk, machineDisk } from "../../src/store/embedded/disk.ts";

/** The machine's disk, on which nothing waits for the platter while `hurried.on`: for making a long history quickly. */
export function hurriedDisk(hurried: { on: boolean }): Disk {
  return {
    ...machineDisk,
    open: async (path, how) => {
      if (how === "new") await (await machineDisk.open(path, how)).close();
      const file = await machineDisk.open(path, "existing");
      return { ...file, sync: async () => (hurried.on ? undefined : file.sync()) };
    },
    syncFolder: async (path) => (hurried.on ? undefined : machineDisk.syncFolder(path)),
  };
}
