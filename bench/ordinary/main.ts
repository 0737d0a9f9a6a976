import {
  CloudAdapter,
  ConfigurationBotFrameworkAuthentication,
  ConversationState,
  MemoryStorage,
  MemoryTranscriptStore,
  TranscriptLoggerMiddleware,
  UserState,
} from "botbuilder";
import { readScript } from "../script.ts";
import { serveMessages } from "../serve-messages.ts";
import { DialogBot } from "./dialog-bot.ts";
import { GuideDialog } from "./guide-dialog.ts";

const adapter = new CloudAdapter(new ConfigurationBotFrameworkAuthentication({}));
adapter.use(new TranscriptLoggerMiddleware(new MemoryTranscriptStore()));
adapter.onTurnError = async (_, error) => {
  throw error;
};

const storage = new MemoryStorage();
const bot = new DialogBot(
  new ConversationState(storage),
  new UserState(storage),
  new GuideDialog(readScript("data/guide/en")),
);

serveMessages(async (req, res) => {
  await adapter.process(req, res, (context) => bot.run(context));
});
