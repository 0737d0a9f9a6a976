import path from "node:path";
import type { Reporter, TestModule } from "vitest/node";
import { projectFolder } from "../../src/runtime/paths.ts";
import { rows } from "./rows.ts";
import { type Outcome, prove, tableOf } from "./table.ts";

function* outcomesOf(module: TestModule): Generator<Outcome> {
  const file = path.relative(projectFolder, module.moduleId);
  for (const test of module.children.allTests()) {
    const { state } = test.result();
    yield { name: test.fullName, file, state: state === "pending" ? "skipped" : state };
  }
}

/** Prints which tests prove which row, and lets the run fail when a row has no test or one that fails. */
export default class ThreatReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const proven = prove(
      rows,
      modules.flatMap((module) => [...outcomesOf(module)]),
    );
    process.stdout.write(`${tableOf(proven).join("\n")}\n`);
    if (proven.some(({ result }) => result === "failed" || result === "no test")) process.exitCode = 1;
  }
}
