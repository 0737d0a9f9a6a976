import { openLine } from "./line.js";
import { makeLog } from "./log.js";

const desk = document.getElementById("desk");
const words = JSON.parse(desk.dataset.words);
const status = document.getElementById("status");
const typing = document.getElementById("typing");
const choices = document.getElementById("choices");
const composer = document.getElementById("composer");
const text = document.getElementById("text");

const log = makeLog(document.getElementById("log"), words, (action) => choose(action));
let typingEnds;

function showTyping(seconds) {
  clearTimeout(typingEnds);
  typing.hidden = seconds === 0;
  if (seconds > 0) typingEnds = setTimeout(() => showTyping(0), seconds * 1000);
}

function offer(actions) {
  choices.replaceChildren(
    ...actions.map((action) => {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = action.title;
      button.addEventListener("click", () => {
        text.focus();
        choose(action);
      });
      return button;
    }),
  );
}

function take(activity) {
  const own = activity.from.role === "user";
  if (activity.type === "typing") {
    if (!own) showTyping(8);
    return;
  }
  if (activity.type !== "message") return;
  if (log.show(activity, own) && !own) showTyping(0);
  offer(own ? [] : (activity.suggestedActions?.actions ?? []));
}

const line = openLine({
  take,
  status: (name) => {
    status.textContent = words[name];
  },
  erased: () => {
    log.clear();
    offer([]);
    log.notice(words.erased);
  },
});

async function post(activity, bubble) {
  bubble.waiting();
  if (!(await line.post(activity))) bubble.failed(() => post(activity, bubble));
}

function say(activity) {
  const clientActivityID = crypto.randomUUID?.() ?? `${Date.now()}-${Math.random()}`;
  const sent = {
    type: "message",
    locale: navigator.language,
    ...activity,
    channelData: { ...activity.channelData, clientActivityID },
  };
  offer([]);
  post(sent, log.pending(sent));
}

/** Does what clicking a card action means in the Bot Framework. */
function choose(action) {
  if (action.type === "openUrl") {
    if (/^https?:/i.test(action.value)) window.open(action.value, "_blank", "noopener,noreferrer");
    return;
  }
  if (action.type === "messageBack") {
    say({
      text: action.text ?? action.title,
      value: action.value,
      channelData: { shown: action.displayText ?? action.title },
    });
  } else if (typeof action.value === "string" || action.value === undefined) {
    say({
      text: action.value ?? action.title,
      channelData: { shown: action.title, postBack: action.type === "postBack" },
    });
  } else say({ value: action.value, channelData: { shown: action.title, postBack: true } });
}

composer.addEventListener("submit", (event) => {
  event.preventDefault();
  const said = text.value.trim();
  if (said === "") return;
  text.value = "";
  say({ text: said, textFormat: "plain" });
});
text.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
  event.preventDefault();
  composer.requestSubmit();
});
document.getElementById("fresh").addEventListener("click", () => {
  log.clear();
  offer([]);
  line.startAfresh();
  text.focus();
});
