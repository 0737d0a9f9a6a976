const line = document.getElementById("line");
const wishes = document.getElementById("wishes");
const told = document.getElementById("told");
const desk = new URL(".", location.href).href;

/** Makes a text safe inside a quoted attribute. */
const quoted = (text) => text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);

/** The script line that does what the form wishes. */
function scriptLine(form) {
  const { position, colour, greeting, open } = Object.fromEntries(new FormData(form));
  const attributes = [
    `src="${desk}widget.js"`,
    position === "left" && 'data-position="left"',
    colour !== "#1d5247" && `data-colour="${colour}"`,
    greeting.trim() && `data-greeting="${quoted(greeting.trim())}"`,
    open && "data-open",
    "defer",
  ];
  return `<script ${attributes.filter(Boolean).join("\n  ")}></script>`;
}

const write = () => {
  line.textContent = scriptLine(wishes);
  told.textContent = "";
};

document.getElementById("policy").textContent = `script-src ${location.origin}; frame-src ${location.origin}`;
wishes.addEventListener("input", write);
wishes.addEventListener("submit", (event) => event.preventDefault());
document.getElementById("copy").addEventListener("click", async () => {
  try {
    await navigator.clipboard.writeText(line.textContent);
    told.textContent = document.body.dataset.said;
  } catch {
    getSelection().selectAllChildren(line);
  }
});
for (const opener of document.querySelectorAll("[data-open]")) {
  opener.addEventListener("click", () => window.ExitDesk?.open());
}
write();
