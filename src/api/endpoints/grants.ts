import { mayInvite } from "../../accounts/account.ts";
import { devicesIn } from "../../directline/devices.ts";
import { KeyKind } from "../../keys/key-kinds.ts";
import type { ApiDesk } from "../api-context.ts";
import { done, type Endpoint, type EndpointResult, endpoint } from "../endpoint.ts";
import { KeyLines, OpenInvitations, OpenLinks, RotatedKey, RotateKey } from "../schemas/accounts.ts";
import { DeviceList } from "../schemas/conversations.ts";

/** Defines the endpoints for the desk's keys: listing and rotation. */
export function keyEndpoints({ keys }: ApiDesk): Endpoint[] {
  return [
    endpoint({
      method: "get",
      path: "/keys",
      summary: "Lists the kinds of the desk's keys and when each was made; never a key",
      least: "owner",
      answer: KeyLines,
      handle: () => ({
        value: {
          keys: keys.list().map(({ kind, fixed, keys: [first, ...others] }) => ({
            kind,
            madeAt: first?.madeAt ?? "",
            before:
              others
                .map(({ until }) => until ?? "")
                .sort()
                .at(-1) ?? null,
            fixed,
          })),
        },
      }),
    }),
    endpoint({
      method: "post",
      path: "/keys/:kind",
      summary: "Rotates a key: what the previous one signed stays valid for its time, or is void at once",
      least: "owner",
      stepUp: true,
      body: RotateKey,
      answer: RotatedKey,
      problems: ["unknown-key"],
      handle: async ({ params, body: { atOnce }, audit }) => {
        const kind = KeyKind.safeParse(params["kind"]);
        if (!kind.success || keys.isFixed(kind.data)) return { refused: "unknown-key" };
        const { key, until } = await keys.rotate(kind.data, atOnce);
        await audit("key rotated", { kind: kind.data, until: until ?? "now" });
        return { value: { before: until, secret: kind.data === "direct-line" ? key : null } };
      },
    }),
  ];
}

/** Defines the endpoints for devices with access to a conversation, such as revocation of a stolen one. */
export function deviceEndpoints({ grants, store, now }: ApiDesk): Endpoint[] {
  const within = async (id: string): Promise<EndpointResult<never> | null> => {
    const known = await store.conversation(id);
    if (known === undefined) return { refused: "not-found" };
    return known === "erased" ? { refused: "gone" } : null;
  };
  return [
    endpoint({
      method: "get",
      path: "/conversations/:id/devices",
      summary: "Lists the devices and unopened links that can open a conversation",
      least: "owner",
      answer: DeviceList,
      problems: ["not-found", "gone"],
      handle: async ({ params: { id = "" } }) =>
        (await within(id)) ?? { value: { devices: devicesIn(await grants.list(id), now()) } },
    }),
    endpoint({
      method: "delete",
      path: "/conversations/:id/devices",
      summary: "Ends the access of all devices and links to a conversation",
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
      summary: "Ends the access of one device or link to a conversation",
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

/** Defines the endpoints for open invitations and sign-in links: listing and revocation. */
export function linkEndpoints({ accounts }: ApiDesk): Endpoint[] {
  const namer = async (): Promise<(id: string | null) => { id: string; name: string } | null> => {
    const people = await accounts.people();
    return (id) => (id === null ? null : { id, name: people.byId(id)?.name ?? "" });
  };
  return [
    endpoint({
      method: "get",
      path: "/invitations",
      summary: "Lists open invitations, of roles that one may invite for",
      least: "supervisor",
      answer: OpenInvitations,
      handle: async ({ me }) => {
        const nameOf = await namer();
        const open = (await accounts.invitations()).filter(({ role }) => mayInvite(me.role, role));
        const shown = open.map((one) => ({
          ...one,
          teams: [...one.teams],
          by: nameOf(one.by),
          uses: 1 as const,
        }));
        return { value: { invitations: shown } };
      },
    }),
    endpoint({
      method: "delete",
      path: "/invitations/:invitation",
      summary: "Revokes an invitation",
      least: "supervisor",
      problems: ["unknown-link"],
      handle: async ({ me, params: { invitation = "" }, audit }) => {
        const ended = await accounts.endInvitation(me, invitation);
        if ("refused" in ended) return ended;
        await audit("invitation ended", { invitation, role: ended.role, maker: ended.by });
        return done;
      },
    }),
    endpoint({
      method: "get",
      path: "/sign-in-links",
      summary: "Lists the sign-in links that operators made",
      least: "owner",
      answer: OpenLinks,
      handle: async () => {
        const nameOf = await namer();
        const links = (await accounts.entryLinks()).map((link) => ({
          ...link,
          agent: nameOf(link.agent),
          uses: 1 as const,
        }));
        return { value: { links } };
      },
    }),
    endpoint({
      method: "delete",
      path: "/sign-in-links/:link",
      summary: "Revokes a sign-in link",
      least: "owner",
      problems: ["unknown-link"],
      handle: async ({ params: { link = "" }, audit }) => {
        const ended = await accounts.endEntryLink(link);
        if ("refused" in ended) return ended;
        await audit("sign-in link ended", { link, ...(ended.agent !== null && { agent: ended.agent }) });
        return done;
      },
    }),
  ];
}
