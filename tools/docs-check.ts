import { commandFaults } from "./documents/commands.ts";
import { mapFaults } from "./documents/folders.ts";
import { pageFaults } from "./documents/links.ts";
import { textOf } from "./documents/pages.ts";

/** Runs the fast checks of the documents; test/docs/ runs the others. */
const faults = [...pageFaults(), ...mapFaults(textOf("docs/architecture/README.md")), ...commandFaults()];
for (const fault of faults) process.stderr.write(`${fault}\n`);
process.exitCode = faults.length > 0 ? 1 : 0;
