import { takesVisitors } from '@veilleuse/domain/line-state'
import type { PageInput } from '../page-input.ts'
import type { PageTexts } from '../text/page-texts.ts'

/** The other lines of the helpline: what each is for, and whether somebody is there. */
export function Others({ input, text }: { input: PageInput; text: PageTexts }) {
  const { language, others } = input
  if (others.length === 0) return null
  return (
    <nav class="others" aria-label={text.others}>
      <h2>{text.others}</h2>
      <ul>
        {others.map(({ slug, name, purpose, state }) => (
          <li key={slug}>
            <a href={`/${language}/${slug}`}>{name[language]}</a>{' '}
            <span class="fine">{takesVisitors({ state }) ? text.otherOpen : text.otherClosed}</span>
            {purpose[language] && <p>{purpose[language]}</p>}
          </li>
        ))}
      </ul>
    </nav>
  )
}
