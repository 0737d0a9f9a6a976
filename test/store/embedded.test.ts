import { conformance } from "./conformance.ts";
import { embedded } from "./embedded-subject.ts";

conformance("the embedded store", embedded({}));
conformance(
  "the embedded store, with a checkpoint after every record and no memory to spare",
  embedded({ journalBytes: 1, restingBytes: 1 }),
);
