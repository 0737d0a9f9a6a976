const line = document.getElementById("line");
const form = document.forms[0];
const preview = document.getElementById("preview");
const address = line.textContent.match(/src="([^"]*)"/)[1];
/** milliseconds after the last change until the preview starts anew */
const SETTLE_MS = 400;

/** Makes a text safe inside a quoted attribute. */
const quoted = (text) => text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);

/** Returns the attributes that the form asks for, by their names after `data-`. */
const wished = () =>
  Object.fromEntries(
    [...new FormData(form)]
      .map(([name, value]) => [name, value.trim()])
      .filter(([name, value]) => value !== "" && form[name].validity.valid)
      .filter(([name, value]) => name !== "colour" || value !== form[name].defaultValue),
  );

/** Returns the tag with these attributes. */
function tagWith(attributes) {
  const lines = Object.entries(attributes).map(([name, value]) =>
    name === "open" ? "data-open" : `data-${name}="${quoted(value)}"`,
  );
  return `<script ${[`src="${address}"`, ...lines, "defer"].join("\n  ")}></script>`;
}

/** Puts the chat into the sample page as a new visitor meets it. */
function fillPreview() {
  const page = preview.contentDocument;
  if (!page.querySelector("main") || page.querySelector("script")) return;
  try {
    for (const name of ["exit-desk-open", "exit-desk-greeted"]) sessionStorage.removeItem(name);
  } catch {
    // storage is optional
  }
  const script = page.createElement("script");
  script.src = new URL("widget.js", document.baseURI).href;
  Object.assign(script.dataset, wished());
  page.head.append(script);
}

let settling;
form.addEventListener("input", () => {
  line.textContent = tagWith(wished());
  clearTimeout(settling);
  settling = setTimeout(() => preview.contentWindow.location.reload(), SETTLE_MS);
});
form.addEventListener("submit", (event) => event.preventDefault());
preview.addEventListener("load", fillPreview);
if (preview.contentDocument.readyState === "complete") fillPreview();

/** Copies the text of an element. Returns false where the browser does not let a page copy; the text is selected then. */
async function copied(element) {
  try {
    await navigator.clipboard.writeText(element.textContent);
    return true;
  } catch {
    getSelection().selectAllChildren(element);
    return document.execCommand("copy");
  }
}

for (const button of document.querySelectorAll("[data-copy]")) {
  const status = button.parentElement.querySelector("[role=status]");
  button.addEventListener("click", async () => {
    status.textContent = "";
    const done = await copied(document.getElementById(button.dataset.copy));
    status.textContent = document.body.dataset[done ? "copied" : "copyByHand"];
  });
}
