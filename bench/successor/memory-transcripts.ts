import type { TranscriptLogger } from "@microsoft/agents-hosting";

type Activity = Parameters<TranscriptLogger["logActivity"]>[0];

/** Keeps transcripts in memory, as botbuilder's MemoryTranscriptStore does; the successor ships none. */
export class MemoryTranscripts implements TranscriptLogger {
  private readonly transcripts = new Map<string, Activity[]>();

  logActivity(activity: Activity): void {
    const key = `${activity.channelId} ${activity.conversation?.id}`;
    const transcript = this.transcripts.get(key) ?? [];
    transcript.push(activity);
    this.transcripts.set(key, transcript);
  }
}
