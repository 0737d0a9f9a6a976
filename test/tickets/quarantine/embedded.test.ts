import { embedded } from "../../store/embedded-subject.ts";
import { quarantineSuite } from "./on-every-store.ts";

quarantineSuite("quarantine in the embedded store", embedded({}));
