function paragraph(text, className) {
  const p = document.createElement("p");
  p.textContent = text;
  p.dir = "auto";
  if (className) p.className = className;
  return p;
}

/** The words and buttons of a hero or adaptive card, top down. */
function readCard({ contentType, content }) {
  const actions = [];
  const texts = [];
  const walk = (part) => {
    if (Array.isArray(part)) part.forEach(walk);
    else if (part && typeof part === "object") {
      if (part.type === "Action.Submit")
        actions.push({ type: "postBack", title: part.title, value: part.data });
      else if (part.type === "Action.OpenUrl")
        actions.push({ type: "openUrl", title: part.title, value: part.url });
      else {
        if (typeof part.text === "string") texts.push(part.text);
        if (typeof part.value === "string" && typeof part.title === "string")
          texts.push(`${part.title}: ${part.value}`);
        [part.body, part.items, part.columns, part.facts, part.actions].forEach(walk);
      }
    }
  };
  if (contentType === "application/vnd.microsoft.card.adaptive") walk(content);
  else {
    texts.push(
      ...[content?.title, content?.subtitle, content?.text].filter((text) => typeof text === "string"),
    );
    actions.push(...(content?.buttons ?? []));
  }
  return { texts, actions };
}

/** The list of bubbles. Texts are only ever put in as text. */
export function makeLog(list, words, choose) {
  let seen = new Set();
  let waiting = new Map();

  let atEnd = true;
  const toEnd = () => {
    if (atEnd) list.scrollTop = list.scrollHeight;
  };
  list.addEventListener("scroll", () => {
    atEnd = list.scrollHeight - list.scrollTop - list.clientHeight < 80;
  });
  new ResizeObserver(toEnd).observe(list);

  const append = (element) => {
    list.append(element);
    toEnd();
    return element;
  };

  const bubble = (activity, own) => {
    const cards = (activity.attachments ?? []).map(readCard);
    const texts = [
      activity.text || activity.channelData?.shown,
      ...cards.flatMap(({ texts }) => texts),
    ].filter(Boolean);
    const actions = cards.flatMap(({ actions }) => actions);
    if (texts.length + actions.length === 0) return null;
    const element = document.createElement("div");
    element.className = own ? "bubble own" : "bubble";
    element.append(
      paragraph(own ? words.you : words.desk, "unseen"),
      ...texts.map((text) => paragraph(text)),
    );
    for (const action of actions) {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = action.title;
      button.addEventListener("click", () => choose(action));
      element.append(button);
    }
    return element;
  };

  return {
    /** Shows an activity once; gives false when it stood there already. */
    show(activity, own) {
      if (seen.has(activity.id)) return false;
      seen.add(activity.id);
      const pending = waiting.get(activity.channelData?.clientActivityID);
      pending?.remove();
      waiting.delete(activity.channelData?.clientActivityID);
      const element = bubble(activity, own);
      if (element) append(element);
      return true;
    },
    /** Shows what is being sent, until the desk says it back. */
    pending(activity) {
      const element = document.createElement("div");
      const shown = bubble(activity, true);
      element.append(shown);
      append(element);
      waiting.set(activity.channelData.clientActivityID, element);
      return {
        waiting: () => {
          shown.classList.add("waiting");
          element.replaceChildren(shown);
        },
        failed: (retry) => {
          const note = paragraph(words.notSent, "notice bad");
          const button = document.createElement("button");
          button.type = "button";
          button.className = "quiet";
          button.textContent = words.retry;
          button.addEventListener("click", retry);
          note.append(button);
          element.append(note);
        },
      };
    },
    notice: (text) => append(paragraph(text, "notice")),
    clear() {
      seen = new Set();
      waiting = new Map();
      list.replaceChildren();
    },
  };
}
