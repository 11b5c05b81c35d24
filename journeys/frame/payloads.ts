import type { BrowserContext } from '@playwright/test'

/** What each of these would call if it ever ran; the name is in no page of ours. */
const ran = 'itRan'

/** Text that somewhere is more than text: markup, templates, formulas, colours of a terminal. */
export const payloads: readonly string[] = [
  `<script>${ran}('script')</script>`,
  `<img src=x onerror=${ran}('img')>`,
  `<svg><script>${ran}('svg')</script><animate onbegin=${ran}('animate') attributeName=x dur=1s></svg>`,
  `</p></textarea><svg/onload=${ran}('onload')>`,
  `"><details open ontoggle=${ran}('toggle')>`,
  `<iframe srcdoc="<script>parent.${ran}('srcdoc')</script>"></iframe>`,
  `<a href="javascript:${ran}('link')">un lien</a> javascript:${ran}('words')`,
  `<object data="data:text/html,<script>${ran}('object')</script>"></object>`,
  '<meta http-equiv=refresh content="0;url=//evil.example"><base href=//evil.example/>',
  '<style>*{display:none}</style><link rel=stylesheet href=//evil.example/x.css>',
  `[un lien](javascript:${ran}('markdown)') ![image](//evil.example/pixel.png)`,
  `{{constructor.constructor("${ran}('template')")()}} \${${ran}('literal')} <%= 7*7 %> #{7*7}`,
  `=HYPERLINK("//evil.example";"ici") =cmd|'/C calc'!A0 +1+1 -1 @SUM(1)`,
  '&lt;b&gt; %3Cscript%3E &#x3c;script&#x3e; \\u003cscript\\u003e',
  '__proto__ constructor toString null undefined NaN [object Object] $& $1 %s %d',
  `'; drop table message; -- " \` \${process.exit()}`,
]

/** Seen on the screen as they are; what is not for a screen is left out by whoever shows it. */
export const oddTexts: readonly { readonly written: string; readonly shown: string }[] = [
  {
    written: 'rouge \u001B[31mou pas\u001B[0m \u001B]8;;//evil.example\u0007ici',
    shown: 'rouge [31mou pas[0m ]8;;//evil.exampleici',
  },
  { written: 'un\0zéro', shown: 'unzéro' },
  { written: 'facture\u202Egpj.exe', shown: 'facturegpj.exe' },
  { written: 'moitié \uD83D de rien', shown: 'moitié \uFFFD de rien' },
  { written: 'là\u200B\u2060 et pas là', shown: 'là\u200B\u2060 et pas là' },
]

/** Notes whatever of the payloads runs, in any page or frame of this browser. */
export async function whatRan(context: BrowserContext): Promise<readonly string[]> {
  const noted: string[] = []
  await context.exposeBinding(ran, (_source, what: unknown) => void noted.push(String(what)))
  context.on('page', (page) =>
    page.on('dialog', (dialog) => {
      noted.push(dialog.message())
      void dialog.dismiss()
    }),
  )
  return noted
}
