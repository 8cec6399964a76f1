// The plain chat page: sends messages to the gateway and shows what it answers.
const WORDS = {
  fi: {
    intro: "Yleistä neuvontaa Kelan kuntoutuksesta. Kuntoutusneuvo on automaatti eikä Kelan palvelu. Älä kirjoita henkilötietoja.",
    label: "Kirjoita kysymyksesi",
    send: "Lähetä",
    other: "In English",
    failed: "Viesti ei mennyt perille. Yritä hetken päästä uudelleen.",
    retry: "Lähetä uudelleen",
    sources: "Lähteet",
    reviewed: "tarkistettu",
  },
  en: {
    intro: "General advice on Kela rehabilitation. Kuntoutusneuvo is a machine and not a service of Kela. Do not type personal data.",
    label: "Type your question",
    send: "Send",
    other: "Suomeksi",
    failed: "The message did not get through. Try again in a moment.",
    retry: "Send again",
    sources: "Sources",
    reviewed: "checked",
  },
};

const element = (id) => document.getElementById(id);
const log = element("log");
const input = element("text");
let conversation = null;
let language = new URLSearchParams(location.search).get("lang") === "en" ? "en" : "fi";

function setLanguage(code) {
  language = code;
  document.documentElement.lang = code;
  const words = WORDS[code];
  element("intro").textContent = words.intro;
  element("label").textContent = words.label;
  element("send").textContent = words.send;
  element("language").textContent = words.other;
  element("language").lang = code === "fi" ? "en" : "fi";
}

function make(tag, className, text) {
  const node = document.createElement(tag);
  if (className) node.className = className;
  if (text !== undefined) node.textContent = text;
  return node;
}

// Bold and links to https pages; everything else stays text, so nothing in an answer can become markup.
function inline(parent, text) {
  const pattern = /\*\*([^*]+)\*\*|\[([^\]]+)\]\((https:\/\/[^\s)]+)\)/g;
  let end = 0;
  for (const match of text.matchAll(pattern)) {
    parent.append(text.slice(end, match.index));
    if (match[1] !== undefined) {
      parent.append(make("strong", "", match[1]));
    } else {
      const link = make("a", "", match[2]);
      link.href = match[3];
      link.rel = "noopener noreferrer";
      parent.append(link);
    }
    end = match.index + match[0].length;
  }
  parent.append(text.slice(end));
}

function markdown(parent, text) {
  for (const block of text.split(/\n\s*\n/)) {
    let list = null;
    let paragraph = null;
    for (const line of block.split("\n")) {
      if (line.startsWith("- ")) {
        list ??= parent.appendChild(make("ul"));
        inline(list.appendChild(make("li")), line.slice(2));
      } else {
        list = null;
        if (paragraph) paragraph.append(document.createElement("br"));
        paragraph ??= parent.appendChild(make("p"));
        inline(paragraph, line);
      }
    }
  }
}

function show(answer) {
  const words = WORDS[answer.language];
  for (const old of log.querySelectorAll(".choices button")) old.disabled = true;
  for (const reply of answer.replies) {
    const box = log.appendChild(make("div", "message bot"));
    box.lang = answer.language;
    markdown(box, reply.text);
    if (reply === answer.replies.at(-1) && answer.sources.length) {
      const sources = box.appendChild(make("p", "sources", `${words.sources}: `));
      answer.sources.forEach((source, index) => {
        if (index) sources.append("; ");
        const link = sources.appendChild(make("a", "", source.title));
        link.href = source.url;
        link.rel = "noopener noreferrer";
        const checked = new Date(source.reviewed).toLocaleDateString(answer.language === "fi" ? "fi-FI" : "en-GB");
        sources.append(` (${words.reviewed} ${checked})`);
      });
    }
    if (reply.buttons.length) {
      const choices = log.appendChild(make("div", "choices"));
      choices.lang = answer.language;
      for (const button of reply.buttons) {
        const node = choices.appendChild(make("button", "", button.title));
        node.type = "button";
        node.addEventListener("click", () => send({ payload: button.payload }, button.title));
      }
    }
  }
}

async function post(message) {
  const body = { conversation_id: conversation, language: conversation ? null : language, ...message };
  try {
    const response = await fetch("/widget/messages", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(body),
    });
    const answer = await response.json();
    if (response.ok) {
      conversation = answer.conversation_id;
      if (answer.language !== language) setLanguage(answer.language);
      show(answer);
      return;
    }
    if (response.status === 404) conversation = null;
    failure(answer.detail, message);
  } catch {
    failure(WORDS[language].failed, message);
  }
}

function failure(text, message) {
  const box = log.appendChild(make("div", "message bot"));
  box.append(make("p", "", text));
  const again = box.appendChild(make("button", "", WORDS[language].retry));
  again.type = "button";
  again.addEventListener("click", () => {
    box.remove();
    run(message);
  });
}

// One message at a time; the id makes a repeated one safe.
async function run(message) {
  element("send").disabled = true;
  await post(message);
  element("send").disabled = false;
  log.scrollTop = log.scrollHeight;
}

function send(message, shown) {
  log.appendChild(make("div", "message own", shown));
  log.scrollTop = log.scrollHeight;
  run({ ...message, message_id: crypto.randomUUID() });
}

element("form").addEventListener("submit", (event) => {
  event.preventDefault();
  const text = input.value.trim();
  if (!text || element("send").disabled) return;
  input.value = "";
  send({ text }, text);
});
input.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    element("form").requestSubmit();
  }
});
element("language").addEventListener("click", () => setLanguage(language === "fi" ? "en" : "fi"));
setLanguage(language);
