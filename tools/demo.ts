import { errorMessage, stopOnSignal } from "../src/runtime/process.ts";
import { Demo } from "./demo/demo.ts";

const SEED = 2026;

const demo = new Demo();
stopOnSignal(() => demo.stop());
try {
  process.stdout.write("Playing a week at the desk …\n");
  const url = await demo.start({ port: Number(process.env["PORT"] ?? 0), seed: SEED });
  const people = demo.staff.map(
    ({ role, email }) => `  ${role.padEnd(12)}${email.padEnd(24)}${demo.password}\n`,
  );
  process.stdout.write(
    `Exit Desk demo ready ${url}\nSign in at ${url}console as\n${people.join("")}Ctrl-C ends it and removes its data.\n`,
  );
  await demo.ended();
  if (!demo.isStopping) throw new Error("the desk ended by itself");
} catch (error) {
  if (!demo.isStopping) {
    await demo.stop();
    process.stderr.write(`${errorMessage(error)}\n`);
    process.exit(1);
  }
}
