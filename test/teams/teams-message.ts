/** What the connector would send, with `more` put over it. */
export const activityFrom = (
  serviceUrl: string,
  tenantId: string,
  more: Record<string, unknown> = {},
): Record<string, unknown> => ({
  type: "message",
  id: "1700000000000",
  channelId: "msteams",
  serviceUrl,
  text: "hello",
  from: { id: "29:someone" },
  recipient: { id: "28:bot" },
  conversation: { id: "a:talk", conversationType: "personal", tenantId },
  channelData: { tenant: { id: tenantId } },
  ...more,
});
