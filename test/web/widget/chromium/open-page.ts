import path from "node:path";
import { projectFolder } from "../../../../src/runtime/paths.ts";
import { startBundledBrowser } from "../browser.ts";

/* Opens a page in the browser of the checkout that this program lies in, and prints what it shows. */
const browser = await startBundledBrowser(path.join(projectFolder, "node_modules/.cache"));
const page = await browser.newPage();
await page.setContent("<p>shown</p><script>document.querySelector('p').append(' by ' + 6 * 7)</script>");
process.stdout.write(`${await page.textContent("p")}\n`);
await browser.close();
