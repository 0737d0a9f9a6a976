import { makeDialogs } from "../dialogs/all.ts";
import type { LetterParts } from "../dialogs/draft-letter.ts";
import type { MessageRecognizers } from "../dialogs/interpret-message.ts";
import type { AskDesk } from "../dialogs/turn-input.ts";
import { DeskAdapter } from "./bot/adapter.ts";
import { makeBot } from "./bot/bot.ts";
import type { ConversationInbox } from "./bot/inbox.ts";
import { makeInbox } from "./bot/inbox.ts";
import { middlewares } from "./bot/middleware.ts";
import { TurnQueue } from "./bot/turn-queue.ts";
import type { TurnRunnerParts } from "./bot/turn-runner.ts";
import { type Guide, loadGuide } from "./guide/guide.ts";
import { loadMessages, type Messages } from "./guide/messages.ts";
import { loadOtherLanguages, type OtherLanguages } from "./guide/other-languages.ts";
import { loadWishReader, type WishReader } from "./nlu/answers/wish-to-desk.ts";
import { type AddressUse, addressUse } from "./nlu/email/addresses.ts";
import { interpret } from "./nlu/interpret.ts";
import { languageFolders, loadInterpreter } from "./nlu/load.ts";
import { slotsOf } from "./nlu/slots.ts";
import { dataPath } from "./runtime/paths.ts";
import type { Store } from "./store/store.ts";
import type { TicketLimits } from "./tickets/intake/surge.ts";
import { makeHumanDesk, type RunningHumanDesk } from "./tickets/service/ticket-service.ts";
import { type CrisisLine, crisisLines, type DeskSettings, loadSettings } from "./tickets/settings.ts";

/** The content of a desk and its interpreter, loaded once at startup. */
export interface AppContent {
  guide: Guide;
  words: Messages;
  interpret: (text: string, context: Parameters<typeof interpret>[1]) => ReturnType<typeof interpret>;
  slots: MessageRecognizers["slots"];
  distress: MessageRecognizers["distress"];
  languageOf: MessageRecognizers["languageOf"];
  /** what is said to people who write in another language */
  others: OtherLanguages;
  /** reads requests to the desk in messages to an agent */
  wishes: WishReader;
  /** Classifies how a text refers to an e-mail address. */
  addressUse: (text: string, address: string) => AddressUse;
  settings: DeskSettings;
  crisisLine: CrisisLine;
  /** words used to write and correct letters */
  lexicon: LetterParts;
  /** milliseconds */
  welcomeBackAfter: number;
  close(): Promise<void>;
}

const HOUR_MS = 3_600_000;

/**
 * Loads guide, messages, settings and examples of one language. Throws an error that names the file and the
 * place.
 */
export async function loadAppContent(
  locale = "en",
  folder: (...parts: string[]) => string = dataPath,
): Promise<AppContent> {
  const settings = loadSettings(folder("desk.json"));
  const guide = await loadGuide(folder("guide", locale));
  const words = loadMessages(folder("phrases", locale));
  const parts = await loadInterpreter(languageFolders(locale, folder));
  const wishes = await loadWishReader(folder("utterances", locale), parts.words);
  return {
    guide,
    words,
    interpret: (text, context) => interpret(text, context, parts),
    slots: (text, guess, now) => slotsOf(text, guess, now, parts),
    distress: parts.distress,
    languageOf: parts.languageOf,
    others: loadOtherLanguages(folder("phrases"), locale),
    wishes,
    lexicon: parts.words,
    addressUse: (text, address) => addressUse(text, address, parts.words),
    settings,
    crisisLine: crisisLines(settings.crisisLines, words),
    welcomeBackAfter: settings.welcomeBackHours * HOUR_MS,
    close: async () => parts.recognizers.close(),
  };
}

/** The bot and the human desk on one store, without any channel or server. */
export interface App {
  inbox: ConversationInbox;
  turns: TurnQueue;
  human: RunningHumanDesk;
}

/**
 * Optional features and limits of a desk: ticket announcements through the outbox, answers by e-mail, intake
 * limits.
 */
export interface AppScope {
  announcing: boolean;
  mail: boolean;
  /** maximum size of one activity field; absent: 2 KB */
  fieldBytes?: number;
  /** milliseconds before typed words can answer a gate; absent: no delay */
  settleMs?: number;
  /** how many tickets strangers may open */
  tickets?: TicketLimits;
  /**
   * Resolves to the hashed network of an anonymous conversation. Absent: tickets are not counted by network.
   */
  networkOf?: (conversation: string) => Promise<string | null>;
  count?: (event: string) => void;
  alarm?: (event: string, about: Record<string, unknown>) => void;
}

/** Wires the bot and the human desk to a store. */
export function createApp(
  content: AppContent,
  store: Store,
  now: () => Date,
  log: TurnRunnerParts["log"],
  { announcing, mail, fieldBytes, networkOf, settleMs, ...watch }: AppScope = {
    announcing: false,
    mail: false,
  },
): App {
  const { guide, words, settings } = content;
  const adapter = new DeskAdapter(words("copy.desk"));
  for (const middleware of middlewares(store, content, announcing)) adapter.add(middleware);
  const bot = makeBot({
    store,
    dialogs: makeDialogs(guide, content.lexicon),
    interpret: content.interpret,
    slots: content.slots,
    distress: content.distress,
    languageOf: content.languageOf,
    welcomeBackAfter: content.welcomeBackAfter,
    ...(settleMs === undefined ? {} : { settleMs }),
  });
  const desk: AskDesk = {
    reserveTicketNumber: () => store.reserveTicketNumber(),
    crisisLine: content.crisisLine,
    outlook: (ticket, newcomer) => human.outlook(ticket, newcomer),
    admit: async ({ conversation, number, before, distress }) => {
      // a person whom an agent has answered before is not a stranger
      const isKnown = before !== null && before.firstClaimedAt !== null;
      const network = isKnown ? null : ((await networkOf?.(conversation.id)) ?? null);
      const lane = distress ? "distress" : "ordinary";
      return { network, held: await human.admit({ number, network, lane }) };
    },
  };
  const services = { guide, words, others: content.others, desk };
  const turns = new TurnQueue({ store, adapter, bot, services, now, log, reopenDays: settings.reopenDays });
  const human: RunningHumanDesk = makeHumanDesk({
    store,
    words,
    settings,
    now,
    mail,
    announcing,
    ...watch,
    enqueue: (conversationId, seq) => turns.enqueue(conversationId, seq),
    log,
  });
  return { turns, human, inbox: makeInbox(store, turns, now, fieldBytes) };
}
