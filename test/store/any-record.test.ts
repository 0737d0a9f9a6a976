import { crc32 } from "node:zlib";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { conversationCodec, ticketCodec } from "../../src/store/embedded/conversation-codec.ts";
import { type Codec, DocumentFile } from "../../src/store/embedded/document-file.ts";
import { Folders } from "../../src/store/embedded/folders.ts";
import { frame } from "../../src/store/embedded/frame.ts";
import { readSegment, segmentHead } from "../../src/store/embedded/segment.ts";
import { StoreFileError } from "../../src/store/errors.ts";
import { anyJson, damaged, nearly } from "../anything.ts";
import { MemoryDisk } from "./faults/memory-disk.ts";
import { ticket } from "./material.ts";

const place = "/store/document.json";

/** What a document's file is read as. */
async function read<T>(text: string, codec: Codec<T>): Promise<T | null> {
  const disk = new MemoryDisk();
  const file = await disk.open(place, "new");
  await file.write(Buffer.from(text), 0);
  return new DocumentFile(new Folders(disk, "/store"), place, codec).read();
}

/** A document under its checksum, as the store writes it. */
function summed(document: unknown): string {
  const body = JSON.stringify(document);
  return `{"sum":"${crc32(Buffer.from(body)).toString(16).padStart(8, "0")}","document":${body}}\n`;
}

/** Counts how often a property's reading gives a value; anything it throws is a StoreFileError. */
async function valuesOf<T>(texts: fc.Arbitrary<T>, reading: (text: T) => unknown): Promise<number> {
  let values = 0;
  await fc.assert(
    fc.asyncProperty(texts, async (text) => {
      try {
        await reading(text);
        values++;
      } catch (error) {
        expect(error).toBeInstanceOf(StoreFileError);
      }
    }),
    { numRuns: 500 },
  );
  return values;
}

const conversation = {
  kind: "conversation",
  id: "a",
  lsn: 3,
  erased: false,
  sealed: 0,
  start: null,
  log: [],
  keys: [["id:1", 1, "2026-03-01T12:00:00.000Z"]],
  state: [],
  elsewhere: [],
  tickets: [1001],
  receipts: [],
  ratings: [],
};

describe.each<[string, unknown, Codec<unknown>]>([
  ["conversation", conversation, conversationCodec("a")],
  ["ticket", { kind: "ticket", lsn: 4, ticket: ticket(1001, "a") }, ticketCodec(1001)],
])("T05: the file of a %s", (_, good, codec) => {
  test("is read, or refused by its name, whichever part of it is something else under a right checksum", async () => {
    expect(await read(summed(good), codec)).not.toBeNull();
    expect(
      await valuesOf(fc.oneof(nearly(good), anyJson).map(summed), (text) => read(text, codec)),
    ).toBeLessThan(400);
  });

  test("is refused by its name, whatever was changed in it and whatever it holds", async () => {
    const texts = fc.oneof(damaged(fc.constant(summed(good))), fc.string({ unit: "binary" }));
    const changed = texts.filter((text) => text !== summed(good));
    expect(await valuesOf(changed, (text) => read(text, codec))).toBe(0);
  });
});

test("T05: any bytes are a segment of the journal, or refused by the file's name", async () => {
  const head = segmentHead({
    store: "1b671a64-40d5-491e-99b0-da01ff1f3341",
    segment: 1,
    lsn: 0,
    previous: 0,
  });
  const lines = fc.array(
    fc.oneof(
      anyJson.map((value) => JSON.stringify(value)),
      fc.string(),
    ),
    { maxLength: 3 },
  );
  const bytes = fc.oneof(
    lines.map((records) => frame(0, [head, ...records.map((record) => `${record}\n`)])),
    fc.uint8Array({ maxLength: 200 }).map((noise) => Buffer.concat([frame(0, [head]), noise])),
    fc.uint8Array({ maxLength: 200 }).map((noise) => Buffer.from(noise)),
  );
  expect(await valuesOf(bytes, (whole) => readSegment(place, whole))).toBeGreaterThan(50);
});
