/**
 * What the recognizers' thread runs. It is handed over as text because Node 20 cannot start a thread from TypeScript,
 * and because a bundle would have no file to point at. `workerData` holds the path of the suite and the culture.
 */
export const workerProgram = `
const { parentPort, workerData } = require("node:worker_threads");
const { readlinkSync } = require("node:fs");
const fromSuite = require("node:module").createRequire(workerData.suite);
const part = (name) => fromSuite("@microsoft/recognizers-text-" + name);
const { culture } = workerData;
const recognizers = {
  "yes-no": () => (text) => part("choice").recognizeBoolean(text, culture),
  number: () => (text) => part("number").recognizeNumber(text, culture),
  ordinal: () => (text) => part("number").recognizeOrdinal(text, culture),
  moment: () => (text, now) => part("date-time").recognizeDateTime(text, culture, undefined, now),
  money: () => (text) => part("number-with-unit").recognizeCurrency(text, culture),
};
const warm = new Map();
function recognizer(kind) {
  if (!warm.has(kind)) {
    const recognize = recognizers[kind]();
    recognize(workerData.sample, new Date());
    warm.set(kind, recognize);
  }
  return warm.get(kind);
}
let thread = null;
try { thread = readlinkSync("/proc/thread-self"); } catch {}
parentPort.on("message", ({ id, kind, text, now }) => {
  const recognize = recognizer(kind);
  parentPort.postMessage({ id, thread });
  const found = recognize(text, new Date(now));
  parentPort.postMessage({
    id,
    found: found.map(({ text, typeName, resolution }) => ({ text, typeName, resolution: resolution ?? null })),
  });
});
`;
