import { devicesIn } from "../../../channels/direct-line/devices.ts";
import type { ApiDesk } from "../desk.ts";
import { done, type Endpoint, endpoint, type Reply } from "../endpoint.ts";
import { Devices } from "../schemas/talk.ts";

/** Where a person's conversation can be opened, and taking that away, as when a device or a link was stolen. */
export function deviceEndpoints({ grants, store, now }: ApiDesk): Endpoint[] {
  const within = async (id: string): Promise<Reply<never> | null> => {
    const known = await store.conversation(id);
    if (known === undefined) return { refused: "not-found" };
    return known === "erased" ? { refused: "gone" } : null;
  };
  return [
    endpoint({
      method: "get",
      path: "/conversations/:id/devices",
      summary: "The devices and unopened links by which a conversation can be opened",
      least: "owner",
      answer: Devices,
      problems: ["not-found", "gone"],
      handle: async ({ params: { id = "" } }) =>
        (await within(id)) ?? { value: { devices: devicesIn(await grants.list(id), now()) } },
    }),
    endpoint({
      method: "delete",
      path: "/conversations/:id/devices",
      summary: "End the access of all devices and links to a conversation",
      least: "owner",
      problems: ["not-found", "gone"],
      handle: async ({ params: { id = "" }, audit }) => {
        const refused = await within(id);
        if (refused !== null) return refused;
        await grants.end(id, { allBut: null });
        await audit("device ended", { conversation: id, device: "all" });
        return done;
      },
    }),
    endpoint({
      method: "delete",
      path: "/conversations/:id/devices/:device",
      summary: "End the access of one device or link to a conversation",
      least: "owner",
      problems: ["not-found", "gone", "unknown-device"],
      handle: async ({ params: { id = "", device = "" }, audit }) => {
        const refused = await within(id);
        if (refused !== null) return refused;
        if (!(await grants.end(id, { id: device })).includes(device)) return { refused: "unknown-device" };
        await audit("device ended", { conversation: id, device });
        return done;
      },
    }),
  ];
}
