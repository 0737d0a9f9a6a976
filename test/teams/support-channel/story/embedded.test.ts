import { embedded } from "../../../store/embedded-subject.ts";
import { storySuite } from "./story.ts";

storySuite("an agent in Teams on the embedded store", embedded({}));
