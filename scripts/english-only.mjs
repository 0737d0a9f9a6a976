import { readFileSync } from "node:fs";

const inEvery = "ACTIVITY_BOT_SAID_ALT:";
const inEnglish = 'TEXT_INPUT_PLACEHOLDER:"Type your message"';

/** Where the object literal that begins at `from` ends, strings skipped. */
function endOf(code, from) {
  let quote = "";
  for (let at = from + 1; at < code.length; at++) {
    const sign = code[at];
    if (sign === "\\") at++;
    else if (quote !== "") quote = sign === quote ? "" : quote;
    else if (sign === '"' || sign === "'" || sign === "`") quote = sign;
    else if (sign === "}") return at + 1;
  }
  throw new Error("botframework-webchat-api: a list of sentences does not end");
}

/** Empties the lists of sentences in languages that the widget does not speak. */
export function withoutOtherLanguages(code) {
  let kept = "";
  let done = 0;
  let emptied = 0;
  for (const { index } of code.matchAll(/=\{(?:_comment|ACCESS_KEY_ALT):/g)) {
    if (index < done) continue;
    const end = endOf(code, index + 1);
    const list = code.slice(index + 1, end);
    if (!list.includes(inEvery) || list.includes(inEnglish)) continue;
    kept += `${code.slice(done, index)}={}`;
    done = end;
    emptied++;
  }
  if (emptied < 30)
    throw new Error(`botframework-webchat-api: found ${emptied} languages where 40 and more were`);
  return kept + code.slice(done);
}

/** An esbuild plugin: of Web Chat's own sentences only the English ones are built in. */
export const englishOnly = {
  name: "english-only",
  setup(build) {
    build.onLoad(
      { filter: /botframework-webchat-api[\\/]dist[\\/]botframework-webchat-api\.mjs$/ },
      ({ path }) => ({
        contents: withoutOtherLanguages(readFileSync(path, "utf8")),
        loader: "js",
      }),
    );
  },
};
