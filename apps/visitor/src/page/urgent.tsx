import type { PageInput } from '../page-input.ts'
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
        {first && <a href={telephone(first.number)}>{first.number}</a>}
      </p>
      <ul>
        {input.emergency.map(({ number, label }) => (
          <li key={number}>
            <a href={telephone(number)}>{number}</a>{' '}
            <span {...inEach((one) => label[one])}>{label[input.language]}</span>
          </li>
        ))}
      </ul>
    </footer>
  )
}

function telephone(number: string) {
  return `tel:${number.replaceAll(' ', '')}`
}
