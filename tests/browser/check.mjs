// Opens each page given as an argument in light and dark, on a desk and on a phone, and prints what the browser saw as JSON.
import { chromium } from 'playwright-core';

const [executablePath, shots, ...pages] = process.argv.slice(2);
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
const results = [];
for (const url of pages) {
  const result = { url, problems: [], requests: [] };
  for (const [name, colorScheme, width] of [['desktop', 'light', 1280], ['dark', 'dark', 1280], ['narrow', 'light', 390]]) {
    const page = await browser.newPage({ colorScheme, viewport: { width, height: 900 } });
    page.on('console', m => { if (['error', 'warning'].includes(m.type())) result.problems.push(`${name}: ${m.text()}`); });
    page.on('pageerror', e => result.problems.push(`${name}: ${e.message}`));
    page.on('dialog', d => { result.problems.push(`${name}: dialog ${d.message()}`); d.dismiss(); });
    page.on('request', r => { if (r.url() !== url && !r.url().startsWith(url + '#')) result.requests.push(r.url()); });
    await page.goto(url, { waitUntil: 'load' });
    result[name] = await page.evaluate(() => ({
      lang: document.documentElement.lang,
      title: document.title,
      background: getComputedStyle(document.body).backgroundColor,
      overflow: document.documentElement.scrollWidth > document.documentElement.clientWidth,
      scripts: document.scripts.length,
      frames: document.querySelectorAll('iframe,object,embed,img,form,meta[http-equiv=refresh]').length,
      handlers: [...document.querySelectorAll('*')].flatMap(e => [...e.attributes]).filter(a => a.name.startsWith('on') || a.name === 'style').map(a => a.name),
      links: [...document.querySelectorAll('a[href]')].map(a => a.getAttribute('href')),
      headings: [...document.querySelectorAll('h1,h2,h3')].map(h => h.tagName + ' ' + h.textContent.trim()),
      contents: [...document.querySelectorAll('nav a')].every(a => document.querySelector('[id="' + CSS.escape(a.getAttribute('href').slice(1)) + '"]') !== null),
      ids: [...document.querySelectorAll('[id]')].map(e => e.id),
      charts: [...document.querySelectorAll('figure svg')].map(s => ({
        role: s.getAttribute('role'),
        title: s.querySelector('title')?.textContent ?? '',
        description: s.querySelector('desc')?.textContent ?? '',
        width: s.getBoundingClientRect().width,
        background: getComputedStyle(s.querySelector('.bg')).fill,
        flags: [...s.querySelectorAll('text.flag')].map(t => { const b = t.getBoundingClientRect(); return [b.left, b.top, b.right, b.bottom]; }),
      })),
      boxes: [...document.querySelectorAll('li > input[type=checkbox]')].map(i => (i.parentElement.querySelector('strong')?.textContent ?? '').replace(':', '') + ' ' + i.getAttribute('aria-label')),
      unlabelled: [...document.querySelectorAll('input')].filter(i => !i.getAttribute('aria-label')).length,
      landmarks: ['main', 'nav', 'article'].filter(t => document.querySelector(t)).length,
      pwned: typeof window.pwned,
      // Words of a cell that stand on two lines.
      broken: [...document.querySelectorAll('td:not(.long)')].flatMap(td => {
        const words = [];
        const walk = document.createTreeWalker(td, NodeFilter.SHOW_TEXT);
        for (let node = walk.nextNode(); node; node = walk.nextNode()) {
          for (const word of node.data.matchAll(/[\p{L}\p{N}]+/gu)) {
            const range = document.createRange();
            range.setStart(node, word.index);
            range.setEnd(node, word.index + word[0].length);
            if (new Set([...range.getClientRects()].map(r => Math.round(r.top))).size > 1) words.push(word[0]);
          }
        }
        return words;
      }),
      // Text that is written from right to left, and whether its full stop stands at the left.
      rightToLeft: [...document.querySelectorAll('td')].flatMap(td => {
        const text = td.firstChild;
        const first = text?.nodeType === Node.TEXT_NODE ? text.data.search(/(?<=^\P{L}*)\p{Script=Arabic}/u) : -1;
        if (first < 0) return [];
        const left = i => {
          const range = document.createRange();
          range.setStart(text, i);
          range.setEnd(text, i + 1);
          return range.getBoundingClientRect().left;
        };
        return [left(text.data.trimEnd().length - 1) < left(first)];
      }),
      // Tables of many columns that reach over their frame, and others that do so without a shadow that tells it.
      clipped: [...document.querySelectorAll('.table')].filter(t => t.scrollWidth > t.clientWidth + 1
        && (t.querySelector('.many') !== null || !getComputedStyle(t).backgroundImage.includes('gradient'))).map(t => t.getAttribute('aria-label')),
    }));
    if (shots) await page.screenshot({ path: `${shots}/${url.split('/').at(-2)}-${name}.png`, fullPage: true });
    if (shots && name === 'desktop') {
      const [top, bottom] = await page.evaluate(() => ['action-items', 'lessons-learned'].map(id => document.getElementById(id).getBoundingClientRect().top + window.scrollY));
      const { x, width } = await page.locator('article').boundingBox();
      await page.screenshot({ path: `${shots}/${url.split('/').at(-2)}-action-items.png`, fullPage: true, clip: { x: x - 24, y: top - 24, width: width + 48, height: bottom - top - 24 } });
    }
    if (name === 'desktop') result.pdf = (await page.pdf({ format: 'A4', preferCSSPageSize: true })).toString('base64');
    await page.close();
  }
  results.push(result);
}
await browser.close();
console.log(JSON.stringify(results));
