import { embedded } from "../../store/embedded-subject.ts";
import { wholeTalkSuite } from "./whole-talk.ts";

wholeTalkSuite("talks in Teams on the embedded store", embedded({}));
