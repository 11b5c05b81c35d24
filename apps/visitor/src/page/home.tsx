import { takesVisitors } from '@veilleuse/domain/line-state'
import type { PageInput } from '../page-input.ts'
import type { PageTexts } from '../text/page-texts.ts'
import { Elsewhere } from './elsewhere.tsx'
import { Others } from './others.tsx'
import { Status } from './status.tsx'
import type { Told } from './told.ts'

/** One decision: to start, or not. Closed is a state like any other. */
export function Home({ input, text }: { input: PageInput; text: PageTexts }) {
  const { status, helpline, demo } = input
  const purpose = input.purpose[input.language]
  const open = takesVisitors(status)
  const [first, second] = greetingOf(status, text)
  return (
    <div class="home">
      <h1>
        {first} <br />
        {second}
      </h1>
      <p class="lead">{leadOf(status, text)}</p>
      {purpose && <p class="purpose">{purpose}</p>}
      <Status input={input} text={text} />
      {demo && <p class="demo">{text.demo}</p>}
      {open && (
        <div class="card">
          {helpline.rootFingerprint ? <Start text={text} /> : <p>{text.unsealed}</p>}
        </div>
      )}
      <Elsewhere input={input} text={text} />
      <Others input={input} text={text} />
      <p class="return with">
        <button type="button" class="plain" data-begin="return" data-busy={text.starting}>
          {text.return}
        </button>
      </p>
      <p class="without note">{text.without}</p>
      <p class="trouble note" role="status" data-words={text.noNetwork} />
    </div>
  )
}

function Start({ text }: { text: PageTexts }) {
  return (
    <>
      <h2 class="unseen">{text.rulesTitle}</h2>
      <ul class="lines">
        {text.rules.map((rule) => (
          <li key={rule}>{rule}</li>
        ))}
      </ul>
      <button
        type="button"
        class="act with"
        data-begin="start"
        data-busy={text.starting}
        aria-describedby="start-means"
      >
        {text.start}
      </button>
      <p id="start-means" class="fine with">
        {text.startMeans}
      </p>
    </>
  )
}

function greetingOf({ state }: Told, text: PageTexts) {
  if (state === 'full') return text.fullGreeting
  return state === 'closed' ? text.closedGreeting : text.greeting
}

function leadOf({ state, why }: Told, text: PageTexts): string {
  if (state === 'full') return text.full
  if (state !== 'closed') return text.lead
  return why === 'nobody' ? text.closedNobody : text.closedHours
}
