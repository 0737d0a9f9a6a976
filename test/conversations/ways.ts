import type { Exchange } from "./script.ts";

/** The shortest way from the fork to the decision. */
export const toDecision: Exchange[] = [
  ["Close my account", "weigh.reason"],
  ["I'd rather not say", "alternatives.offer"],
  ["No, carry on", "weigh.plans"],
  ["No, unlikely", "weigh.decision"],
];

/** On to the first item of the checklist. */
export const toChecklist: Exchange[] = [
  ...toDecision,
  ["Yes, delete it", "close.account-type"],
  ["A freelancer account", "checklist.contracts"],
];

/** Contracts and payments ticked, up to the one question about all the other items. */
const toRest: Exchange[] = [
  ["All closed, or none", "checklist.payments"],
  ["All settled", "checklist.all-commitments"],
];

/** On to the question how the clicks are to be told. */
export const toSteps: Exchange[] = [...toChecklist, ...toRest, ["Yes, all done", "steps.pace"]];

/** The same way for somebody with something left: every item on its own, in order. */
export const toStepsByItem: Exchange[] = [
  ...toChecklist,
  ...toRest,
  ["No, not all", "checklist.clients"],
  ["They know, or none", "checklist.files"],
  ["All delivered, or none", "checklist.invoices"],
  ["All settled, or none", "checklist.commitments"],
  ["Nothing left", "steps.pace"],
];

/** All the clicks, one at a time, up to what comes afterwards. */
export const throughSteps: Exchange[] = [
  ["One at a time", /log/i, /profile picture/i, "steps.profile-picture"],
  ["I see the menu", /settings/i, "steps.settings"],
  ["I see the settings", /password/i, "steps.password"],
  ["I'm past that", /contact info/i, "steps.contact-info"],
  ["I see it", /close my account/i, "steps.close-my-account"],
  [
    "Found and clicked it",
    /reason for leaving/i,
    /the next click closes your account/i,
    "steps.last-warning",
  ],
  ["Yes, go on", /"close account"/i, "steps.close-account"],
  ["Yes, I clicked it", /account not found/i, "close.afterwards"],
];

/** From a person being wanted to an open ticket, answered here. */
export const throughTicket: Exchange[] = [
  ["Yes, pass it on", /XD-\d+/, "escalate.contact"],
  ["Here in this chat", "escalate.waiting"],
];
