// Lets axe-core judge each page given as an argument in light and dark, on a desk and on a phone, and prints what it found as JSON.
// The pages' policy forbids scripts, so that axe comes in through the debugger, not through the page.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { chromium } from 'playwright-core';

const [executablePath, ...pages] = process.argv.slice(2);
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'], timeout: 60_000 });
const results = [];
for (const url of pages) {
  const result = { url, views: {} };
  for (const [name, colorScheme, width] of [['desktop', 'light', 1280], ['dark', 'dark', 1280], ['narrow', 'light', 390]]) {
    const page = await browser.newPage({ colorScheme, viewport: { width, height: 900 }, bypassCSP: true });
    page.setDefaultTimeout(60_000);
    await page.goto(url, { waitUntil: 'load' });
    await page.evaluate(() => document.querySelectorAll('details').forEach(d => { d.open = true; }));
    await page.evaluate(axe);
    const found = await page.evaluate(() => axe.run(document, { resultTypes: ['violations'] }));
    result.views[name] = {
      rules: found.passes.length,
      violations: found.violations.map(v => ({ id: v.id, impact: v.impact, where: v.nodes.slice(0, 3).map(n => `${n.target.join(' ')}: ${n.failureSummary}`) })),
      charts: await page.evaluate(() => document.querySelectorAll('svg').length),
      named: await page.evaluate(() => [...document.querySelectorAll('svg')].filter(s => s.getAttribute('role') === 'img'
        && s.getAttribute('aria-labelledby').split(' ').every(id => document.getElementById(id)?.textContent.length > 20)).length),
    };
    await page.close();
  }
  results.push(result);
}
await browser.close();
console.log(JSON.stringify(results));
