import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { BackupNote, noteName, refuseUsed } from "./backup.ts";
import { type CheckReport, checkStore } from "./check.ts";
import { Copier } from "./copier.ts";
import { filesBelow } from "./lowdb/files-below.ts";
import { StoreFileError } from "./store-file-error.ts";

/** Puts a backup into an empty or new folder, and checks what then is there. Throws when the backup is not whole. */
export async function restoreStore(backup: string, folder: string): Promise<CheckReport> {
  const note = await readNote(backup);
  await refuseUsed(folder);
  const copier = new Copier(backup, folder);
  let files = 0;
  for await (const path of filesBelow(backup)) {
    if (path === noteName) continue;
    await copier.copy(path);
    files += 1;
  }
  await copier.sync();
  if (files !== note.files) {
    throw new StoreFileError(join(backup, noteName), `counts ${note.files} files and ${files} are there`);
  }
  const report = await checkStore(folder);
  if (report.lsn !== null && report.lsn !== note.lsn) {
    const says = `was taken after record ${note.lsn}, and its journal ends with ${report.lsn}`;
    report.findings.push({ kind: "broken", file: join(backup, noteName), says });
  }
  return report;
}

async function readNote(backup: string): Promise<BackupNote> {
  const path = join(backup, noteName);
  try {
    return BackupNote.parse(JSON.parse(await readFile(path, "utf8")));
  } catch (cause) {
    throw new StoreFileError(path, "is missing or broken, so this is not a whole backup", { cause });
  }
}
