import { describe, expect, test } from "vitest";
import { startEncoder } from "../../src/nlu/encoder/encoder.ts";
import { loadWasmMatmul } from "../../src/nlu/encoder/wasm-matmul.ts";
import { wordpieceTokenizer } from "../../src/nlu/encoder/wordpiece-tokenizer.ts";
import { MODEL_FILE, readModel } from "../../src/nlu/model/topic-model.ts";
import { seeded } from "../../src/nlu/training/examples.ts";
import { dataPath } from "../../src/runtime/paths.ts";

const { encoder, dull } = await readModel(dataPath("utterances", "en", MODEL_FILE));

test("the kernel multiplies as arithmetic does", () => {
  const random = seeded(1);
  const [rows, width, outs] = [5, 16, 8];
  const values = Int8Array.from({ length: outs * width }, () => random() * 254 - 127);
  const scales = Float32Array.from({ length: outs }, () => random() / 100);
  const bias = Float32Array.from({ length: outs }, () => random());
  const x = Float32Array.from({ length: rows * width }, () => random() * 2 - 1);
  const y = new Float32Array(rows * outs);
  const [multiply] = loadWasmMatmul(encoder.kernel, [{ values, scales, bias, rows: outs, width }], 6);
  multiply?.(x, rows, y);
  for (let row = 0; row < rows; row++) {
    for (let out = 0; out < outs; out++) {
      let expected = bias[out] ?? 0;
      for (let i = 0; i < width; i++) {
        expected += (x[row * width + i] ?? 0) * (values[out * width + i] ?? 0) * (scales[out] ?? 0);
      }
      expect(y[row * outs + out]).toBeCloseTo(expected, 2);
    }
  }
});

describe("word pieces", () => {
  const pieces = (text: string) => wordpieceTokenizer(encoder)(text).map((id) => encoder.pieces[id]);
  test("are the likeliest ones", () => {
    expect(pieces("how do i delete my upwork account?")).toEqual([
      "▁how",
      "▁do",
      "▁i",
      "▁delete",
      "▁my",
      "▁up",
      "work",
      "▁account",
      "?",
    ]);
  });
  test("neighbouring unknown signs become one", () => expect(pieces("🎉🎉 x")).toEqual(["▁", "�", "▁x"]));
});

test("texts of like meaning lie closer than others", () => {
  const encode = startEncoder(encoder, dull);
  const closeness = (a: string, b: string) => {
    const [x, y] = [encode(a), encode(b)];
    const dot = (p: Float32Array, q: Float32Array) =>
      p.reduce((sum, value, i) => sum + value * (q[i] ?? 0), 0);
    return dot(x, y) / Math.sqrt(dot(x, x) * dot(y, y));
  };
  const like = closeness("how do i close my account", "please delete my profile");
  expect(like).toBeGreaterThan(closeness("how do i close my account", "will it rain tomorrow"));
  expect(closeness("same text", "same text")).toBeCloseTo(1);
});

test("a long text of dull pieces alone has a meaning", () => {
  const encode = startEncoder(encoder, encoder.pieces.keys());
  expect(
    encode("what is it that you and i can do for me here if it is not that").every(Number.isFinite),
  ).toBe(true);
});
