import { languages } from '@veilleuse/domain/language'
import type { PageInput } from '../page-input.ts'
import type { PageTexts } from '../text/page-texts.ts'
import { pageTexts } from './texts.ts'
import { inEach } from './worded.ts'

/** Stays in its place on every screen: name, language, and the way out. */
export function Top({ input, text }: { input: PageInput; text: PageTexts }) {
  const { language, helpline, exitAddress, path } = input
  return (
    <header class="top">
      <p class="brand">
        <i class="lamp" aria-hidden="true" />
        <span {...inEach((one) => helpline.name[one])}>{helpline.name[language]}</span>
      </p>
      <details class="tongue">
        <summary>
          <span class="unseen" {...inEach((one) => pageTexts[one].languages)}>
            {text.languages}
          </span>{' '}
          <span {...inEach((one) => pageTexts[one].language)}>{text.language}</span>
        </summary>
        <ul>
          {languages.map((one) => (
            <li key={one}>
              <a href={`/${one}/${path}`} hreflang={one} lang={one} data-language={one}>
                {pageTexts[one].language}
              </a>
            </li>
          ))}
        </ul>
      </details>
      <a
        class="exit"
        href={exitAddress}
        rel="noreferrer"
        aria-describedby="exit-about"
        {...inEach((one) => pageTexts[one].exit)}
      >
        {text.exit}
      </a>
      <span class="presses" aria-hidden="true">
        <i />
        <i />
        <i />
      </span>
      <p id="exit-about" hidden {...inEach((one) => pageTexts[one].exitAbout)}>
        {text.exitAbout}
      </p>
    </header>
  )
}
