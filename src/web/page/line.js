const kept = "exit-desk-talk";

const recall = () => {
  try {
    return JSON.parse(localStorage.getItem(kept));
  } catch {
    return null;
  }
};
const remember = (talk) => {
  try {
    localStorage.setItem(kept, JSON.stringify(talk));
  } catch {
    // a browser that keeps nothing still can talk
  }
};
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

const ask = (url, token, body) =>
  fetch(url, {
    method: body === undefined ? "GET" : "POST",
    headers: {
      ...(token && { authorization: `Bearer ${token}` }),
      ...(body !== undefined && { "content-type": "application/json" }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });

/** Keeps a line to the desk open, whatever happens, and hands over each activity in order. */
export function openLine({ take, status, erased }) {
  let talk = recall();
  let watermark = "";
  let socket = null;
  let round = 0;

  const grant = async () => {
    const again = talk && { conversationId: talk.conversationId, token: talk.token };
    let answer = await ask("/widget/token", null, again ?? {});
    if (again && (answer.status === 404 || answer.status === 403)) {
      if (answer.status === 404) erased();
      watermark = "";
      answer = await ask("/widget/token", null, {});
    }
    if (!answer.ok) throw new Error(`token ${answer.status}`);
    talk = await answer.json();
    remember(talk);
  };

  const join = async (mine) => {
    await grant();
    const { conversationId, token, domain } = talk;
    const base = `${domain}/conversations`;
    const begun = await ask(base, token, { locale: navigator.language });
    if (!begun.ok) throw new Error(`start ${begun.status}`);
    const again = watermark && (await ask(`${base}/${conversationId}?watermark=${watermark}`, token));
    const { streamUrl } = await (again || begun).json();
    if (mine !== round) return;
    await new Promise((resolve) => {
      socket = new WebSocket(streamUrl);
      const keepAlive = setInterval(() => socket.readyState === 1 && socket.send(""), 20_000);
      socket.onopen = () => status("online");
      socket.onmessage = ({ data }) => {
        if (mine !== round || data === "") return;
        const group = JSON.parse(data);
        if (group.watermark) watermark = group.watermark;
        group.activities.forEach(take);
      };
      socket.onclose = () => {
        clearInterval(keepAlive);
        resolve();
      };
    });
  };

  const stay = async () => {
    const mine = ++round;
    status("connecting");
    for (let tries = 0; mine === round; tries++) {
      const began = Date.now();
      await join(mine).catch(() => {});
      if (mine !== round) return;
      if (Date.now() - began > 10_000) tries = 0;
      status("offline");
      await pause(Math.min(500 * 2 ** tries, 8000) * (0.5 + Math.random() / 2));
    }
  };
  stay();

  return {
    /** Posts an activity; gives false when the desk did not take it. */
    async post(activity) {
      try {
        if (!talk?.domain) return false;
        const answer = await ask(
          `${talk.domain}/conversations/${talk.conversationId}/activities`,
          talk.token,
          activity,
        );
        return answer.ok;
      } catch {
        return false;
      }
    },
    /** Leaves this talk and begins a new one. */
    startAfresh() {
      talk = null;
      watermark = "";
      remember(null);
      round += 1;
      socket?.close();
      stay();
    },
  };
}
