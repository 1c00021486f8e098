// Looks at a page as people do: at two widths and in both themes, with axe; SCREENSHOTS=FOLDER keeps what was seen.
import { mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";

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
      const { violations } = await page.evaluate((runOnly) => globalThis.axe.run({ runOnly }), rules);
      for (const each of violations) found.push(`${name} ${width} ${colorScheme}: ${each.id} ${each.nodes.map((node) => node.target).join(" ")}`);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      if (wide > 0) found.push(`${name} ${width}: ${wide} px wider than the window`);
      if (screenshots) {
        mkdirSync(screenshots, { recursive: true });
        await page.screenshot({ path: path.join(screenshots, `${name}-${width}-${colorScheme}.png`) });
      }
    }
  }
  return found;
}
