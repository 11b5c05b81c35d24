import type { Emergency, PageInput } from '../page-input.ts'
import type { PageTexts } from '../text/page-texts.ts'
import { pageTexts } from './texts.ts'
import { inEach } from './worded.ts'

/** The emergency numbers: on every screen, whatever else is there. */
export function Urgent({ input, text }: { input: PageInput; text: PageTexts }) {
  const [first] = input.emergency
  return (
    <footer class="urgent">
      <p>
        <b {...inEach((one) => pageTexts[one].emergency)}>{text.emergency}</b>{' '}
        <span {...inEach((one) => pageTexts[one].emergencyCall)}>{text.emergencyCall}</span>{' '}
        {first && <a href={addressOf(first)}>{first.number}</a>}
      </p>
      <ul>
        {input.emergency.map((emergency) => (
          <li key={emergency.number}>
            <a href={addressOf(emergency)}>{emergency.number}</a>{' '}
            <span {...inEach((one) => emergency.label[one])}>
              {emergency.label[input.language]}
            </span>
          </li>
        ))}
      </ul>
    </footer>
  )
}

function addressOf({ number, by }: Emergency) {
  return `${by === 'text' ? 'sms' : 'tel'}:${number.replaceAll(' ', '')}`
}
