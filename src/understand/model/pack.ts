const MAGIC = "exit-desk-model-2\n";
const ALIGNMENT = 8;
const arrays = { Int8Array, Uint8Array, Uint32Array, Float32Array };
type ArrayName = keyof typeof arrays;
type Packable = InstanceType<(typeof arrays)[ArrayName]>;

/** One file for a value with number arrays in it: what is no array as JSON, the arrays after it as they are. */
export function pack(value: unknown): Buffer {
  const parts: Buffer[] = [];
  let end = 0;
  const json = JSON.stringify(value, (_, part: unknown) => {
    if (!isArray(part)) return part;
    const place = { array: part.constructor.name, at: end, length: part.length };
    const bytes = Buffer.from(part.buffer, part.byteOffset, part.byteLength);
    const padding = Buffer.alloc((ALIGNMENT - (bytes.length % ALIGNMENT)) % ALIGNMENT);
    parts.push(bytes, padding);
    end += bytes.length + padding.length;
    return place;
  });
  const head = Buffer.from(`${MAGIC}${json}\n`);
  return Buffer.concat([head, ...parts]);
}

/** The value that was packed, or undefined when the bytes are none of ours. */
export function unpack(file: Buffer): unknown {
  if (!file.subarray(0, MAGIC.length).equals(Buffer.from(MAGIC))) return undefined;
  const jsonEnd = file.indexOf("\n", MAGIC.length);
  const body = Uint8Array.prototype.slice.call(file, jsonEnd + 1).buffer;
  return JSON.parse(file.toString("utf8", MAGIC.length, jsonEnd), (_, part: unknown) => {
    if (!isPlace(part)) return part;
    return new arrays[part.array](body, part.at, part.length);
  });
}

function isArray(part: unknown): part is Packable {
  return Object.values(arrays).some((kind) => part instanceof kind);
}

function isPlace(part: unknown): part is { array: ArrayName; at: number; length: number } {
  return typeof part === "object" && part !== null && "array" in part && "at" in part;
}
