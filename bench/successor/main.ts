import {
  authorizeJWT,
  CloudAdapter,
  ConversationState,
  loadAuthConfigFromEnv,
  MemoryStorage,
  type Request,
  TranscriptLoggerMiddleware,
  UserState,
} from "@microsoft/agents-hosting";
import { readScript } from "../script.ts";
import { serveMessages } from "../serve-messages.ts";
import { DialogBot } from "./dialog-bot.ts";
import { GuideDialog } from "./guide-dialog.ts";
import { MemoryTranscripts } from "./memory-transcripts.ts";

type ExpressResponse = Parameters<CloudAdapter["process"]>[1];

const authentication = loadAuthConfigFromEnv();
const adapter = new CloudAdapter(authentication);
adapter.use(new TranscriptLoggerMiddleware(new MemoryTranscripts()));
adapter.onTurnError = async (_, error) => {
  throw error;
};

const storage = new MemoryStorage();
const bot = new DialogBot(
  new ConversationState(storage),
  new UserState(storage),
  new GuideDialog(readScript("data/guide/en")),
);

const authorize = authorizeJWT(authentication);
serveMessages(
  (req, res, next) => void authorize(req as Request, res as unknown as ExpressResponse, next),
  async (req, res) => {
    await adapter.process(req as Request, res as unknown as ExpressResponse, (context) => bot.run(context));
  },
);
