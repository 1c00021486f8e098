// Looks at a page as people do: at two widths and in both themes, with axe; SCREENSHOTS=FOLDER keeps what was seen, REPORTS=FOLDER what axe said.
import { mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { keep } from "./seen.mjs";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const screenshots = process.env.SCREENSHOTS;
const rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/** Gives what is wrong with a page, one line each; `open` brings the page up anew, where it is not to be looked at as it stands. */
export async function look(page, name, open) {
  const found = [];
  for (const colorScheme of ["light", "dark"]) {
    for (const width of [1280, 390]) {
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize({ width, height: 900 });
      await open?.();
      await page.evaluate(axe);
      const { violations, passes, incomplete, testEngine } = await page.evaluate((runOnly) => globalThis.axe.run({ runOnly }), rules);
      for (const each of violations) found.push(`${name} ${width} ${colorScheme}: ${each.id} ${each.nodes.map((node) => node.target).join(" ")}`);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      keep("accessibility", {
        name, path: new URL(page.url()).pathname, width, theme: colorScheme, axe: testEngine.version, browser: page.context().browser().version(), rules, wide: Math.max(wide, 0),
        violations: violations.map((each) => each.id), passes: passes.map((each) => each.id), incomplete: incomplete.map((each) => each.id),
      });
      if (wide > 0) found.push(`${name} ${width}: ${wide} px wider than the window`);
      if (screenshots) {
        mkdirSync(screenshots, { recursive: true });
        await page.screenshot({ path: path.join(screenshots, `${name}-${width}-${colorScheme}.png`) });
      }
    }
  }
  return found;
}
