// Draws the pictures of the documentation: node pictures.mjs CHROMIUM OUT [PAGE=NAME.png:WIDTHxHEIGHT…]
// A page is a file; its picture is what a window of that size shows.
import { chromium } from 'playwright-core';

const [executablePath, out, ...pictures] = process.argv.slice(2);
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'], timeout: 60_000 });
for (const picture of pictures) {
  const [, url, name, width, height] = /^(.+)=([^=:]+):(\d+)x(\d+)$/.exec(picture);
  const page = await browser.newPage({ viewport: { width: Number(width), height: Number(height) } });
  await page.goto(url, { waitUntil: 'load' });
  await page.screenshot({ path: `${out}/${name}` });
  await page.close();
}
await browser.close();
