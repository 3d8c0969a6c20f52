/** The page's look: light, dark where a screen asks for it, and plain on paper. Fonts are the reader's own. */
export const styleSheet = `
:root{--page:#fff;--ink:#1c2024;--soft:#5b636b;--rule:#dde1e5;--panel:#f6f7f8;--accent:#2f6f8f;--good:#0b6b3a;--bad:#b3261e;
--serif:Charter,"Bitstream Charter","Sitka Text",Cambria,Georgia,serif;
--sans:system-ui,-apple-system,"Segoe UI","Helvetica Neue","Liberation Sans",Arial,sans-serif;
--mono:ui-monospace,"SF Mono",Menlo,Consolas,"Liberation Mono",monospace}
@media screen and (prefers-color-scheme:dark){:root{--page:#14171a;--ink:#e4e7ea;--soft:#9aa4ad;--rule:#31373d;--panel:#1c2024;--accent:#6fb3d2;--good:#57c98a;--bad:#ff8a80}}
*{box-sizing:border-box}
html{background:var(--page);color:var(--ink);font:16px/1.55 var(--sans);-webkit-text-size-adjust:100%}
body{max-width:1120px;margin:0 auto;padding:2.5rem 1.25rem 5rem}
header{margin-bottom:1.5rem}
.kicker{margin:0;color:var(--soft);font-size:.82rem;letter-spacing:.04em}
h1,h2{font-family:var(--serif);font-weight:600;line-height:1.2;text-wrap:balance;overflow-wrap:anywhere}
h1{margin:.1rem 0;font-size:2.3rem}
h2{margin:3rem 0 .75rem;padding-bottom:.35rem;border-bottom:1px solid var(--rule);font-size:1.5rem}
h3{margin:0 0 .4rem;font-size:1.05rem;line-height:1.35}
section>h3{margin-top:1.75rem}
.id{margin:0;color:var(--soft)}
.claim{max-width:60ch;margin:.9rem 0 0;font:italic 1.12rem/1.5 var(--serif)}
.claim cite{display:block;margin-top:.15rem;color:var(--soft);font:.88rem/1.4 var(--sans)}
code,pre{font:.86em/1.5 var(--mono)}
p code{overflow-wrap:anywhere}
pre{overflow-x:auto;padding:.8rem 1rem;border-radius:6px;background:var(--panel)}
a{color:var(--accent)}
small{color:var(--soft);font-size:.8em}
.verdict{margin:0 0 .6rem;padding:.2rem 0 .2rem .9rem;border-left:4px solid var(--soft);font:600 1.35rem/1.35 var(--serif)}
.verdict.agrees{border-color:var(--good)}
.verdict.differs{border-color:var(--bad)}
.note,figcaption,caption,.sources{color:var(--soft);font-size:.88rem}
.note{max-width:76ch}
dl.facts{display:grid;grid-template-columns:repeat(auto-fit,minmax(9.5rem,1fr));gap:1rem 1.5rem;margin:1.5rem 0 0}
dl.facts .wide{grid-column:span 2}
dl.facts dt{color:var(--soft);font-size:.8rem}
dl.facts dd{margin:0;font-size:1.05rem;font-variant-numeric:tabular-nums;overflow-wrap:anywhere}
dl.metrics dt{font-weight:600}
dl.metrics dd{margin:0 0 .6rem}
figure{margin:1.75rem 0 2.75rem;break-inside:avoid}
.scroll>svg{display:block;max-width:none;background:none}
.panels{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(var(--panel),100%),1fr));gap:.6rem 1rem;overflow-x:auto}
.panels>svg{display:block;width:100%;max-width:var(--panel);min-width:min(var(--panel),27rem);height:auto;background:none}
figcaption{max-width:86ch;margin-top:.4rem}
.scroll{overflow-x:auto}
.scroll:focus-visible,.panels:focus-visible,button:focus-visible,summary:focus-visible{outline:2px solid var(--accent);outline-offset:2px}
.legend{display:flex;flex-wrap:wrap;gap:.15rem 1.1rem;margin:0 0 .5rem;padding:0;list-style:none;font-size:.86rem}
.legend li{display:inline-flex;align-items:center;gap:.4rem}
.legend .axis{color:var(--soft)}
.legend .sep{margin-left:.8rem}
table{border-collapse:collapse;width:100%;font-size:.86rem;font-variant-numeric:tabular-nums}
caption{padding:0 0 .6rem;text-align:left}
th,td{padding:.3rem .7rem .3rem 0;border-bottom:1px solid var(--rule);text-align:left;vertical-align:baseline;white-space:nowrap}
thead th{border-bottom:1.5px solid var(--ink);font-weight:600}
tbody th{color:var(--soft);font-weight:400}
.n{text-align:right}
td.wrap{min-width:20rem;white-space:normal;overflow-wrap:anywhere}
table.facts{width:auto}
table.facts td{white-space:normal;overflow-wrap:anywhere}
th button{padding:0;border:0;background:none;color:inherit;font:inherit;text-align:inherit;cursor:pointer}
th[aria-sort=ascending] button::after{content:" ↑"}
th[aria-sort=descending] button::after{content:" ↓"}
.filter{display:block;margin:0 0 .8rem;color:var(--soft);font-size:.88rem}
.filter input{width:16rem;max-width:100%;padding:.3rem .5rem;border:1px solid var(--rule);border-radius:4px;background:var(--page);color:var(--ink);font:inherit}
.badge{color:var(--soft)}
.badge.agrees{color:var(--good)}
.badge.differs{color:var(--bad);font-weight:600}
summary{cursor:pointer}
details{margin:.8rem 0}
@media (max-width:640px){body{padding:1.25rem .9rem 3rem}h1{font-size:1.7rem}.legend .sep{margin-left:0}}
@media print{html{font-size:10.5pt}body{max-width:none;padding:0}.filter{display:none}.scroll,.panels{overflow:visible}.scroll>svg{width:100%;height:auto}
table{font-size:7.5pt}th,td{padding-right:.4rem}tbody th code{overflow-wrap:anywhere}.badge{white-space:nowrap}
th,td{white-space:normal}thead{display:table-header-group}tr{break-inside:avoid}h2,h3{break-after:avoid}}
`;
