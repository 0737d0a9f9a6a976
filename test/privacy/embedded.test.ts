import { embedded } from "../store/embedded-subject.ts";
import { privacySuite } from "./on-every-store.ts";

privacySuite("people's data in the embedded store", embedded({}));
