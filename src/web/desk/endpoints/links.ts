import { mayInvite } from "../../../people/rights.ts";
import type { ApiDesk } from "../desk.ts";
import { done, type Endpoint, endpoint } from "../endpoint.ts";
import { OpenInvitations, OpenLinks } from "../schemas/people.ts";

/** Invitations and sign-in links that are out: who made them, for whom, until when; and taking them back. */
export function linkEndpoints({ accounts }: ApiDesk): Endpoint[] {
  const namer = async (): Promise<(id: string | null) => { id: string; name: string } | null> => {
    const people = await accounts.people();
    return (id) => (id === null ? null : { id, name: people.byId(id)?.name ?? "" });
  };
  return [
    endpoint({
      method: "get",
      path: "/invitations",
      summary: "The invitations that can be taken up, of roles that one may invite for",
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
      summary: "Take an invitation back",
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
      summary: "The links of operators that let somebody in without a password",
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
      summary: "Take such a link back",
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
