import { createStoreWithOptions } from "botframework-webchat-core";
import { styleOptions } from "./look.ts";

const never = (): number => 0;

/**
 * Web Chat's clock. Its own time limit for sending never runs out: the line alone says when a message could not be sent,
 * since one that waits for the line is sent when the line is back.
 */
export const patientClock = {
  setTimeout: ((act: () => void, ms?: number) =>
    ms === styleOptions.sendTimeout ? never() : window.setTimeout(act, ms)) as typeof setTimeout,
};

/** Makes Web Chat's store, with the patient clock. */
export const makePatientStore = (): unknown => createStoreWithOptions({ ponyfill: patientClock as never });
