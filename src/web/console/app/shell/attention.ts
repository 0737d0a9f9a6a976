import type { StreamFrame } from "../api/schemas.ts";
import type { DeskState } from "../desk/state.ts";
import { isWaiting, speaksFor } from "../desk/view-lines.ts";
import { say } from "../i18n/messages.ts";
import { settings } from "./shortcut-dialog.tsx";

/**
 * Returns a notification for a frame: a new ticket in the queue, or a message in an own conversation; else
 * null.
 */
export function newsIn(before: DeskState, frame: StreamFrame): { ticket: number; text: string } | null {
  if (frame.kind === "ticket") {
    const { number } = frame.ticket;
    const known = before.lines.get(number);
    const isNew = isWaiting(frame.ticket) && !(known && isWaiting(known));
    return isNew ? { ticket: number, text: say("newTicketNotice", { number }) } : null;
  }
  if (frame.kind !== "activity" || frame.entry.audience !== "everyone") return null;
  const { type, from } = frame.entry.activity as { type: string; from?: { role?: string } };
  const line = before.lines.get(frame.ticket);
  const isMine = line !== undefined && speaksFor(line) === before.me.id;
  if (!isMine || type !== "message" || from?.role !== "user") return null;
  return { ticket: frame.ticket, text: say("newMessageNotice", { number: frame.ticket }) };
}

let audio: AudioContext | null = null;

/** Plays two short tones; silent before the first user interaction. */
function ring(): void {
  audio ??= new AudioContext();
  const { currentTime, destination } = audio;
  for (const [at, pitch] of [
    [0, 660],
    [0.14, 880],
  ] as const) {
    const tone = audio.createOscillator();
    const volume = audio.createGain();
    tone.frequency.value = pitch;
    volume.gain.setValueAtTime(0.0001, currentTime + at);
    volume.gain.exponentialRampToValueAtTime(0.12, currentTime + at + 0.02);
    volume.gain.exponentialRampToValueAtTime(0.0001, currentTime + at + 0.13);
    tone.connect(volume).connect(destination);
    tone.start(currentTime + at);
    tone.stop(currentTime + at + 0.14);
  }
}

/** Alerts the agent by sound, and by a notification while the page is hidden, according to the settings. */
export function callAgent(news: { ticket: number; text: string }): void {
  const { sound, notify } = settings.get();
  if (sound && navigator.userActivation?.hasBeenActive) ring();
  if (!notify || !document.hidden || Notification.permission !== "granted") return;
  const notification = new Notification(say("title"), { body: news.text, tag: `ticket-${news.ticket}` });
  notification.onclick = () => {
    focus();
    location.hash = `#/waiting/${news.ticket}`;
    notification.close();
  };
}
