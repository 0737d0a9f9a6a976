import { embedded } from "../../store/embedded-subject.ts";
import { suspectSuite } from "./on-every-store.ts";

suspectSuite("addresses of earlier versions in the embedded store", embedded({}));
