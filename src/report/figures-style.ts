/** What the page of a collection has beyond the look of a sweep's report. */
export const figuresStyle = `
nav{columns:2 22rem;column-gap:2.5rem;margin:2.5rem 0 2rem;padding:1.1rem 1.3rem;border-radius:8px;background:var(--panel)}
nav div{break-inside:avoid;padding-bottom:.9rem}
nav h2{margin:0 0 .2rem;padding:0;border:0;font-size:1rem}
nav ol{margin:0;padding:0;list-style:none;font-size:.9rem}
nav li{display:flex;justify-content:space-between;gap:1rem;padding:.12rem 0;border-bottom:1px dotted var(--rule)}
nav a{text-decoration:none}
nav a:hover{text-decoration:underline}
nav .badge{white-space:nowrap;font-size:.84rem}
.key{justify-content:flex-start;margin-bottom:0}
.key .sep{margin-left:0}
.paper>h2{margin-top:3.5rem}
.figure{margin:0 0 1.25rem;padding:1.5rem 0 1.25rem;border-bottom:1px solid var(--rule)}
.figure:last-child{border-bottom:0}
.figure h3{margin:0;font:600 1.3rem/1.3 var(--serif)}
.figure h4{margin:0 0 .35rem;font-size:.92rem;font-weight:600}
.figure .source{margin:.1rem 0 0;color:var(--soft);font-size:.88rem}
.figure .claim{margin:.6rem 0 .8rem;max-width:68ch}
.figure .verdict{margin:.6rem 0 1rem;font:600 1rem/1.4 var(--sans)}
.figure .verdict small{display:block;font-weight:400}
.figure figure{margin:0}
.figure .panels{overflow-x:visible}
.figure .panels>svg{min-width:0}
.curves.several{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(344px,100%),1fr));gap:1.2rem 1rem}
.figure footer{margin-top:.9rem;color:var(--soft);font-size:.86rem}
.figure footer p{margin:.15rem 0}
.figure footer code{color:var(--ink)}
@media print{nav{columns:2}.figure{break-inside:avoid}}
`;
