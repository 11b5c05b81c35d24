import { questionsOf } from '@veilleuse/domain/triage'
import { renderToString } from 'preact-render-to-string'
import type { Page, PageInput } from '../page-input.ts'
import { built } from './built.ts'
import { Home } from './home.tsx'
import { Rules } from './rules.tsx'
import { pageTexts } from './texts.ts'
import { toldOf } from './told.ts'
import { Top } from './top.tsx'
import { Urgent } from './urgent.tsx'
import { inEach } from './worded.ts'

/** The whole answer to a visitor's first request: one file, nothing else needed to read it. */
export function renderPage(input: PageInput): Page {
  const { styleHash, bootHash, importMapHash } = built
  return {
    html: `<!doctype html>${renderToString(<Document input={input} />)}`,
    csp: { scripts: [bootHash, importMapHash], styles: [styleHash] },
  }
}

function Document({ input }: { input: PageInput }) {
  const { language, line, helpline, rulesVersion, triage } = input
  const text = pageTexts[language]
  return (
    <html
      lang={language}
      dir="ltr"
      data-screen="home"
      data-state={input.status.state}
      data-told={toldOf(input.status)}
      data-line={line}
      data-country={input.country}
      data-instance={helpline.instance}
      data-root={helpline.rootFingerprint}
      data-rules={rulesVersion}
      data-triage={questionsOf(triage).length > 0 ? JSON.stringify(triage) : undefined}
      data-app={built.app}
      data-words={JSON.stringify(built.words)}
      data-fonts={`${built.fonts.text} ${built.fonts.headings}`}
    >
      <head>
        <meta charset="utf-8" />
        <meta
          name="viewport"
          content="width=device-width, initial-scale=1, interactive-widget=resizes-content"
        />
        <meta name="color-scheme" content="light dark" />
        <meta name="theme-color" content="#ffdeb8" media="(prefers-color-scheme: light)" />
        <meta name="theme-color" content="#0f191f" media="(prefers-color-scheme: dark)" />
        <meta name="referrer" content="no-referrer" />
        <title>{text.title}</title>
        <link rel="icon" href="data:," />
        <Raw tag="style" text={built.style} />
        <Raw tag="script" type="importmap" text={built.importMap} />
      </head>
      <body>
        <a class="skip" href="#main" {...inEach((one) => pageTexts[one].skip)}>
          {text.skip}
        </a>
        <Top input={input} text={text} />
        <main id="main" tabIndex={-1}>
          <Home input={input} text={text} />
        </main>
        <Rules input={input} text={text} />
        <Urgent input={input} text={text} />
        <Raw tag="script" text={built.boot} />
      </body>
    </html>
  )
}

/** Style and script whose text must come out as it is, because its hash stands in the header. */
function Raw({ tag: Tag, type, text }: RawProps) {
  return <Tag type={type} dangerouslySetInnerHTML={{ __html: text }} />
}

type RawProps = {
  readonly tag: 'style' | 'script'
  readonly type?: string
  readonly text: string
}
