// Writes a page that shows a document as GitHub shows it in a pull request: node github.mjs DOCUMENT.md OUT.html
// Markdown by a renderer that is not ours, with GitHub's own style sheet.
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { marked } from 'marked';

const [document, out] = process.argv.slice(2);
const style = readFileSync(createRequire(import.meta.url).resolve('github-markdown-css/github-markdown-light.css'), 'utf8');
const body = marked.parse(readFileSync(document, 'utf8'), { gfm: true });
writeFileSync(out, `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Pull request</title>
<base href="${pathToFileURL(dirname(resolve(document)))}/">
<style>${style}
body { margin: 24px; background: #fff; color: #1f2328; font-family: -apple-system, "Segoe UI", "Noto Sans", Helvetica, Arial, sans-serif; font-size: 14px }
h1.pull { font-size: 28px; font-weight: 400; margin: 0 0 8px } h1.pull span { color: #59636e }
.open { background: #1f883d; color: #fff; border-radius: 2em; padding: 5px 12px; font-weight: 600; margin-right: 8px }
code.branch { background: #ddf4ff; color: #0969da; padding: 2px 6px; border-radius: 6px; font-family: monospace; font-size: 12px }
.meta { line-height: 2.4 } .label { white-space: nowrap; border: 1px solid #d1d9e0; border-radius: 2em; padding: 2px 9px; font-size: 12px; font-weight: 600; margin-left: 6px }
.file { border: 1px solid #d1d9e0; border-radius: 6px; margin-top: 20px } .name { background: #f6f8fa; border-bottom: 1px solid #d1d9e0; padding: 10px 16px; font-family: monospace; font-size: 12px; border-radius: 6px 6px 0 0 }
.markdown-body { padding: 24px 32px }
</style></head><body>
<h1 class="pull">Post-mortem: Email service outage <span>#42</span></h1>
<div class="meta"><span class="open">Open</span><b>post-mortems</b> bot wants to merge 1 commit into <code class="branch">main</code> from <code class="branch">postmortem/eu-1/production/p0-042</code><br>
<span class="label" style="margin-left:0;background:#ededed">post-mortem</span><span class="label" style="background:#ededed">severity/P0</span></div>
<div class="file"><div class="name">postmortems/2025/production/p0-042/README.md</div><article class="markdown-body">${body}</article></div>
</body></html>`);
