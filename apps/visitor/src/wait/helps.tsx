import type { Acts } from '../screens/acts.ts'
import type { WaitTexts } from '../text/wait-texts.ts'
import type { Talk, Tool } from '../visit/visit.ts'
import { Safety } from './safety.tsx'
import { Senses } from './senses.tsx'
import { Starters } from './starters.tsx'

export type HelpProps = { readonly talk: Talk; readonly words: WaitTexts; readonly acts: Acts }

const tools: readonly Tool[] = ['breathing', 'senses', 'starters', 'elsewhere', 'safety']

/** What may help while waiting: one thing at a time. */
export function Helps(props: HelpProps) {
  const { talk, words, acts } = props
  switch (talk.tool?.tool) {
    case undefined:
      return (
        <>
          <h2>{words.helps}</h2>
          <p class="row">
            {tools.map((tool) => (
              <button
                type="button"
                class="quiet"
                key={tool}
                onClick={() => acts.help({ tool, step: 0 })}
              >
                {words.tools[tool]}
              </button>
            ))}
          </p>
        </>
      )
    // Breathing happens around the lamp, above; the others are asked for first.
    case 'breathing':
    case 'elsewhere':
      return null
    case 'senses':
      return <Senses {...props} />
    case 'starters':
      return <Starters {...props} />
    case 'safety':
      return <Safety {...props} />
  }
}
