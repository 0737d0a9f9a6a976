import { type Profiler, Session } from "node:inspector/promises";

const microsecondsBetweenSamples = 200;

/** The orders that record where the process spends its time. */
export function profiler() {
  const session = new Session();
  return {
    beginProfile: async (): Promise<void> => {
      session.connect();
      await session.post("Profiler.enable");
      await session.post("Profiler.setSamplingInterval", { interval: microsecondsBetweenSamples });
      await session.post("Profiler.start");
    },
    endProfile: async (): Promise<Profiler.Profile> => {
      const { profile } = await session.post("Profiler.stop");
      session.disconnect();
      return profile;
    },
  };
}
