import type { Locator } from "playwright-core";

/** Texts that would run or fetch something where they are taken for HTML, markdown or an address. */
export const hostile = [
  '<img src=x onerror="window.__pwned=1"><script>window.__pwned=1</script>',
  "[a link](javascript:window.__pwned=1) ![pic](https://evil.example/p.png)",
  "<svg/onload=window.__pwned=1><iframe srcdoc='<script>parent.__pwned=1</script>'></iframe>",
  "[ref]: javascript:window.__pwned=1\n[click][ref]\n<https://evil.example/a.png>",
  "javascript:window.__pwned=1 data:text/html,<script>window.__pwned=1</script>",
  "\u202eevil\u202c\u2066right-to-left\u2069 ```\n<b>code</b>\n``` <style>*{display:none}</style>",
] as const;

/** What a document has that hostile texts would leave in it. */
export const tracesIn = (html: Locator) =>
  html.evaluate((root) => {
    const all = [...root.querySelectorAll("*")];
    const named = (...names: string[]) => all.filter((el) => names.includes(el.tagName));
    return {
      pwned: "__pwned" in (root.ownerDocument.defaultView ?? {}),
      handlers: all.filter((el) => [...el.attributes].some(({ name }) => name.startsWith("on"))).length,
      scripts: named("SCRIPT").length,
      fetching: named("IMG", "IFRAME", "OBJECT", "EMBED", "VIDEO", "AUDIO").length,
      links: named("A").map((el) => ["href", "rel", "target"].map((name) => el.getAttribute(name))),
    };
  });
