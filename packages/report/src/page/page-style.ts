/** The style of the page: system fonts, light and dark by the reader's preference, any width, and paper. */
export const pageStyle = `
:root {
  color-scheme: light dark;
  --page: #f7f7f5; --card: #ffffff; --ink: #1b1d1f; --quiet: #64696f; --rule: #e3e3df; --well: #ecece8;
  --accent: #0b6e5f; --accent-soft: #0b6e5f38; --cover: #3f62b5; --other: #8a5a00; --alarm: #a8321f;
  --mono: ui-monospace, "SF Mono", "Cascadia Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace;
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #121416; --card: #1a1d20; --ink: #e8e9e7; --quiet: #9aa0a6; --rule: #2b2f33; --well: #0b0c0d;
    --accent: #4fc3ad; --accent-soft: #4fc3ad40; --cover: #8facf5; --other: #e0b15c; --alarm: #f08a77;
  }
}
* { box-sizing: border-box; }
html { scroll-behavior: smooth; -webkit-text-size-adjust: 100%; }
body { margin: 0; background: var(--page); color: var(--ink); font: 15px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif; font-variant-numeric: tabular-nums; overflow-wrap: anywhere; }
main, header, footer { max-width: 1180px; margin: 0 auto; padding: 0 24px; }
h1, h2, h3, p, dl, dd, figure, ul { margin: 0; padding: 0; }
h1 { font-size: clamp(24px, 4vw, 34px); line-height: 1.15; font-weight: 650; letter-spacing: -0.02em; }
h2 { font-size: 19px; font-weight: 620; letter-spacing: -0.01em; }
h3 { font-size: 15px; font-weight: 600; }
a { color: var(--accent); text-decoration-thickness: 1px; text-underline-offset: 3px; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; border-radius: 4px; }
.quiet, figcaption p, .section-note { color: var(--quiet); }
header { padding-top: 44px; padding-bottom: 8px; }
.eyebrow { color: var(--quiet); font-size: 13px; margin-bottom: 8px; }
.lead { margin-top: 10px; font-size: 17px; color: var(--quiet); }
.lead strong { color: var(--ink); font-weight: 600; }
section { margin-top: 44px; }
section > h2 { margin-bottom: 4px; }
.section-note { max-width: 110ch; text-wrap: pretty; }
.facts { display: grid; grid-template-columns: repeat(4, 1fr); gap: 18px 32px; margin-top: 26px; padding: 18px 0; border-top: 1px solid var(--rule); border-bottom: 1px solid var(--rule); }
dt { color: var(--quiet); font-size: 13px; }
.facts dd { font-weight: 550; }
.notice { margin-top: 20px; padding: 12px 16px; border-left: 3px solid var(--other); background: var(--card); border-radius: 0 8px 8px 0; list-style: none; }
.notice li + li { margin-top: 6px; }
.curve { margin-top: 16px; padding: 16px 20px 8px; background: var(--card); border: 1px solid var(--rule); border-radius: 12px; }
figcaption { font-size: 13px; display: flex; flex-wrap: wrap; gap: 2px 14px; align-items: baseline; margin-bottom: 8px; }
.plot { display: block; overflow: visible; font-size: 12px; width: calc(100% - 40px); margin-left: 40px; }
.plot text { fill: var(--quiet); }
.grid { stroke: var(--rule); stroke-width: 1; }
.base, .time line { stroke: var(--quiet); stroke-opacity: 0.5; }
.line { fill: none; stroke: var(--accent); stroke-width: 1.6; stroke-linejoin: round; stroke-linecap: round; vector-effect: non-scaling-stroke; }
.band { fill: var(--accent-soft); }
.plot text.score { text-anchor: end; }
.shot { fill: var(--quiet); fill-opacity: 0.22; }
.shot.odd { fill-opacity: 0.5; }
.shade { color: var(--quiet); }
.shade rect { fill: currentColor; fill-opacity: 0.16; }
.shade rect.edge { fill-opacity: 0.9; }
.black, .swatch.black { color: #6b7280; } .white, .swatch.white { color: #b5b1a4; } .flat, .swatch.flat { color: #8d99a6; }
.damaged, .swatch.damaged { color: #b0357a; } .fade, .swatch.fade { color: #8b5cf6; } .crossfade, .swatch.crossfade { color: #c05fd0; } .card, .swatch.card { color: #d18b1b; }
.blurred, .swatch.blurred { color: #3b82c4; } .noisy, .swatch.noisy { color: #b3703a; } .blocky, .swatch.blocky { color: #2f9e9e; }
.underexposed, .swatch.underexposed { color: #4a5fb0; } .overexposed, .swatch.overexposed { color: #d9a400; } .unscorable, .swatch.unscorable { color: #c2453a; }
.mark { color: var(--accent); cursor: pointer; }
.mark.coverage { color: var(--cover); } .mark.backfill, .mark.requested { color: var(--other); }
.mark .target { fill: transparent; }
.mark .dot { fill: currentColor; stroke: var(--card); stroke-width: 2; transition: r 0.12s; }
.plot .mark text { fill: currentColor; font-weight: 650; text-anchor: middle; paint-order: stroke; stroke: var(--card); stroke-width: 4px; stroke-linejoin: round; }
.mark:hover .dot, .mark:focus-visible .dot, .mark:target .dot { r: 8px; }
.mark:focus-visible { outline: none; }
.mark:focus-visible .target { stroke: currentColor; stroke-width: 2; }
.legend { display: flex; flex-wrap: wrap; gap: 6px 18px; margin-top: 12px; font-size: 13px; color: var(--quiet); list-style: none; }
.swatch { display: inline-block; width: 10px; height: 10px; margin-right: 7px; border-radius: 3px; background: currentColor; }
.swatch.dot { border-radius: 50%; }
.swatch.top { color: var(--accent); } .swatch.coverage { color: var(--cover); } .swatch.backfill, .swatch.requested { color: var(--other); }
.picks { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 260px), 1fr)); gap: 20px; margin-top: 18px; padding: 0; list-style: none; }
.pick { display: flex; flex-direction: column; background: var(--card); border: 1px solid var(--rule); border-radius: 12px; overflow: hidden; scroll-margin: 24px; break-inside: avoid; }
.pick:target { border-color: var(--accent); box-shadow: 0 0 0 2px var(--accent); }
.picture { display: flex; align-items: center; justify-content: center; background: var(--well); aspect-ratio: 16 / 9; }
.picture:focus-visible { outline-offset: -2px; }
.picture img { display: block; width: 100%; height: 100%; object-fit: contain; }
.picture .none { padding: 16px; text-align: center; color: var(--quiet); font-size: 13px; }
.about { display: flex; flex-direction: column; flex: 1; gap: 8px; padding: 14px 16px 12px; }
.about h3 { display: flex; align-items: baseline; gap: 10px; }
.rank { color: var(--accent); font-weight: 700; font-size: 20px; letter-spacing: -0.02em; }
.coverage .rank { color: var(--cover); } .backfill .rank, .requested .rank { color: var(--other); }
.about h3 .frame { color: var(--quiet); font-weight: 400; font-size: 13px; margin-left: auto; }
.scores { display: grid; grid-template-columns: 1fr auto; gap: 0 12px; font-size: 13px; }
.scores dd { font-weight: 600; text-align: right; }
.reason { font-size: 13.5px; line-height: 1.45; }
.small { margin-top: auto; padding-top: 4px; font-size: 12.5px; color: var(--quiet); display: flex; flex-wrap: wrap; gap: 2px 12px; }
.failed .small, .alarm { color: var(--alarm); }
.counts { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 360px), 1fr)); gap: 28px 44px; margin-top: 16px; }
.counts h3 { margin-bottom: 8px; }
table { border-collapse: collapse; width: 100%; font-size: 13.5px; }
th { text-align: left; font-weight: 500; }
td, th { padding: 6px 12px 6px 0; border-bottom: 1px solid var(--rule); vertical-align: top; }
td:last-child, th:last-child { padding-right: 0; }
thead th { color: var(--quiet); font-size: 12.5px; }
td.number { text-align: right; white-space: nowrap; }
.bar { display: block; margin-top: 5px; fill: var(--quiet); }
.bar .of { fill-opacity: 0.16; }
.settings { columns: 340px 3; column-gap: 44px; margin-top: 14px; }
.settings div { break-inside: avoid; margin-bottom: 22px; }
.settings th { width: 46%; }
code, .settings td { font-family: var(--mono); font-size: 12.5px; }
footer { margin-top: 56px; padding-top: 18px; padding-bottom: 48px; color: var(--quiet); font-size: 13px; }
footer p { border-top: 1px solid var(--rule); padding-top: 18px; }
@media (max-width: 700px) {
  .facts { grid-template-columns: repeat(2, 1fr); }
  main, header, footer { padding-left: 16px; padding-right: 16px; }
  header { padding-top: 28px; }
  .curve { padding: 14px 12px 6px; }
  .time.minor { display: none; }
}
@media (prefers-reduced-motion: reduce) { html { scroll-behavior: auto; } .mark .dot { transition: none; } }
@media print {
  :root { --page: #fff; --card: #fff; --ink: #000; --quiet: #555; --rule: #ccc; --well: #eee; --accent: #0b6e5f; --accent-soft: #0b6e5f26; --cover: #3f62b5; --other: #8a5a00; }
  body { font-size: 12px; }
  main, header, footer { max-width: none; padding-left: 0; padding-right: 0; }
  .plot, .picture, .bar, .swatch { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  .picks { grid-template-columns: repeat(3, 1fr); gap: 12px; }
  .curve, tr { break-inside: avoid; }
  h2 { break-after: avoid; }
  a { color: inherit; text-decoration: none; }
  .to-curve { display: none; }
}
`;
