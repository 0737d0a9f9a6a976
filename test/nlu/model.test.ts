import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { classifyLine } from "../../src/nlu/load.ts";
import { MODEL_FILE, pack, readModel, unpack } from "../../src/nlu/model/topic-model.ts";
import { topicClassifier } from "../../src/nlu/topics/classifier.ts";
import { refusalOf } from "../../src/nlu/topics/decision.ts";
import { speller } from "../../src/nlu/topics/spelling.ts";
import type { Example } from "../../src/nlu/training/examples.ts";
import { seeded, withTypoAugmentation, withTypos } from "../../src/nlu/training/examples.ts";
import { train, trainingData } from "../../src/nlu/training/train.ts";
import { dataPath } from "../../src/runtime/paths.ts";
import { bench } from "../../tools/evaluation/benchmark.ts";
import { parts } from "./parts.ts";

describe("the model file", () => {
  const file = dataPath("utterances", "en", MODEL_FILE);
  test("is smaller than 10 MB", async () => {
    expect(pack(await readModel(file)).length).toBeLessThan(10e6);
  });
  test("a value with arrays comes back as it was", () => {
    const value = {
      name: "x",
      list: [Float32Array.of(1.5, -2), { deep: Int8Array.of(-1, 2, 3) }],
      none: null,
    };
    expect(unpack(pack(value))).toEqual(value);
  });
  test("a foreign file is refused by name, with what to do", async () => {
    const foreign = path.join(await mkdtemp(path.join(tmpdir(), "model-")), MODEL_FILE);
    await writeFile(foreign, "null");
    await expect(readModel(foreign)).rejects.toThrow(
      `${foreign}: is no model of this version; npm run build`,
    );
    await expect(readModel(`${foreign}x`)).rejects.toThrow(`${foreign}x: cannot be read; npm run build`);
  });
});

describe("training", () => {
  const weather = [
    "will it rain",
    "is it sunny today",
    "rain tomorrow",
    "how warm is it",
    "sunny or rain today",
    "warm weather",
  ];
  const music = [
    "play a song",
    "louder music",
    "play jazz music",
    "next song",
    "stop the song",
    "music from the band",
  ];
  const other = [
    "book a flight",
    "buy some bread",
    "call my mother",
    "fix the car",
    "what is love",
    "two plus two",
  ];
  const labelled = (texts: readonly string[], topic: string): Example[] =>
    texts.map((text) => ({ text, topic, theme: "" }));
  const examples = [...labelled(weather, "weather"), ...labelled(music, "music"), ...labelled(other, "oos")];

  test("learns any labels, the same each time", async () => {
    const data = await trainingData(examples, {});
    const tests = [
      { text: "does it rain today", topic: "weather", theme: "" },
      { text: "play music", topic: "music", theme: "" },
      { text: "buy a flight", topic: "oos", theme: "" },
    ];
    const found = bench(data, tests);
    expect(found).toMatchObject({ inScope: 2, outOfScope: 1, likeliestRight: 1 });
    expect(pack(train(data)).equals(pack(train(data)))).toBe(true);
  });

  test("without a label for what is out of scope, what is near no label is likeliest to be refused", async () => {
    const data = await trainingData([...labelled(weather, "weather"), ...labelled(music, "music")], {});
    const { probabilities } = topicClassifier(train(data));
    const refusal = (text: string) => refusalOf(probabilities(text));
    expect(refusal("xyzzy plugh")).toBeGreaterThan(refusal("play the next song"));
    expect(bench(data, [{ text: "play jazz", topic: "music", theme: "" }]).auroc).toBeNull();
  });

  test("each example has a slipped twin of the same topic and source", () => {
    const [original, twin, ...others] = withTypoAugmentation(
      labelled(["close my account"], "steps"),
      seeded(1),
    );
    expect(original).toMatchObject({ text: "close my account", topic: "steps", source: 0 });
    expect(twin).toMatchObject({ topic: "steps", source: 0 });
    expect(twin?.text).not.toBe("close my account");
    expect(others).toEqual([]);
  });
});

describe("spelling", () => {
  const correct = speller({
    vocabulary: [
      "account",
      "delete",
      "hold",
      "on",
      "my",
      "close",
      "suspended",
      "back",
      "are",
      "save",
      "this",
    ],
    alsoKnown: ["lively"],
    isPair: (first, second) => `${first} ${second}` === "save this",
  });
  test.each([
    ["acount", "account"],
    ["acocunt", "account"],
    ["delte my acconut", "delete my account"],
    ["suspneded", "suspended"],
    ["onh old", "on hold"],
    ["closexaccount", "close account"],
    ["deletemy", "delete my"],
    ["bkak", "bkak"],
    ["acounnt", "account"],
    ["clsoe mya ccount", "close my account"],
    ["acc ount", "account"],
    ["thsi accuont", "this account"],
    ["lively", "lively"],
    ["xyzzy", "xyzzy"],
    ["1099", "1099"],
    ["ave", "are"],
    ["ave this", "save this"],
  ])("%s", (written, meant) => expect(correct(written.split(" ")).join(" ")).toBe(meant));
});

test("slips change a text the same way each time", () => {
  expect(withTypos("delete my account", 2, seeded(1))).toBe(withTypos("delete my account", 2, seeded(1)));
  expect(withTypos("delete my account", 1, seeded(1))).not.toBe("delete my account");
});

test("the command line gives a line for every line, blank ones too", () => {
  expect(JSON.parse(classifyLine("", parts))).toEqual({
    text: "",
    topic: null,
    score: 0,
    alternatives: [],
    negated: [],
  });
  expect(JSON.parse(classifyLine("hepl", parts))).toMatchObject({
    text: "hepl",
    topic: "help",
    alternatives: [],
  });
});
