import wabt from "wabt";

/** The bytes of a WebAssembly module from its text; `name` is told in errors. */
export async function compile(name: string, source: string): Promise<Uint8Array> {
  const module = (await wabt()).parseWat(name, source, { simd: true });
  const { buffer } = module.toBinary({});
  module.destroy();
  return Uint8Array.from(buffer);
}
