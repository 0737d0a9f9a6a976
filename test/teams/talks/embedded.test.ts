import { embedded } from "../../store/embedded-subject.ts";
import { wholeConversationSuite } from "./whole-talk.ts";

wholeConversationSuite("talks in Teams on the embedded store", embedded({}));
