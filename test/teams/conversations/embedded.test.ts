import { embedded } from "../../store/embedded-subject.ts";
import { wholeConversationSuite } from "./whole-conversation.ts";

wholeConversationSuite("talks in Teams on the embedded store", embedded({}));
