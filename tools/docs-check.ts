import { commandFaults } from "./documents/commands.ts";
import { mapFaults } from "./documents/folders.ts";
import { pageFaults } from "./documents/links.ts";
import { textOf } from "./documents/pages.ts";

/** Checks what can be checked of the documents within a second; test/docs/ checks the rest. */
const faults = [...pageFaults(), ...mapFaults(textOf("docs/architecture/README.md")), ...commandFaults()];
for (const fault of faults) process.stderr.write(`${fault}\n`);
process.exitCode = faults.length > 0 ? 1 : 0;
