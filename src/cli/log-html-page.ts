import { escaped } from './log-escape.ts'

/** Everything before the first entry. The policy forbids whatever a mistake of ours might let in. */
export function pageStart(title: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escaped(title)}</title>
<style>${STYLE}</style>
</head>
<body>
<h1>${escaped(title)}</h1>
<main>
`
}

/** Everything after the last entry. */
export function pageEnd(sums: string): string {
  return `</main>\n<footer>${escaped(sums)}</footer>\n</body>\n</html>\n`
}

const STYLE = `
:root { --ink: light-dark(#1d1f21, #d8dadc); --paper: light-dark(#fdfdfc, #17191c); --soft: light-dark(#6a6f76, #8d939b);
  --user: light-dark(#0b5c8a, #74c0ee); --bad: light-dark(#b3261e, #ff8a80); --event: light-dark(#8a5a00, #e5b567);
  --box: light-dark(#f2f2ef, #1f2226); }
body { color: var(--ink); background: var(--paper); max-width: 60rem; margin: 2rem auto; padding: 0 1rem;
  font: 16px/1.5 system-ui, sans-serif; }
h1 { font-size: 1.2rem; }
article { margin: .6rem 0 .6rem calc(var(--depth, 0) * 1.5rem); }
article[style] { border-left: 2px solid var(--box); padding-left: .8rem; }
article p { margin: 0; }
article.text { margin-top: 1.2rem; }
article div, pre { white-space: pre-wrap; overflow-wrap: anywhere; margin: 0; }
pre, code, .line { font: .85rem/1.45 ui-monospace, monospace; }
pre { background: var(--box); padding: .6rem; border-radius: 4px; max-height: 30rem; overflow: auto; }
summary, article p { overflow-wrap: anywhere; }
summary { cursor: pointer; }
time, .line, .usage, .thinking, footer { color: var(--soft); }
time { font-variant-numeric: tabular-nums; font-size: .85rem; }
.user div { border-left: 3px solid var(--user); padding-left: .7rem; }
.user b { color: var(--user); }
.event b { color: var(--event); }
.error b, .error .line { color: var(--bad); }
.usage { font-size: .85rem; }
footer { margin-top: 2rem; font-size: .9rem; }
`
