import type { Tool } from '../text/texts.ts'
import { StayChoice } from './stay-choice.tsx'
import type { TalkProps } from './talk.tsx'

/** What may help while waiting, and the choice to find the way back. */
export function Helps({ talk, text, acts }: TalkProps) {
  return (
    <section class="helps">
      {talk.tool ? (
        <Open talk={talk} text={text} acts={acts} />
      ) : (
        <>
          <h2>{text.helps}</h2>
          <p class="row">
            {tools.map((tool) => (
              <button
                type="button"
                class="quiet"
                key={tool}
                onClick={() => acts.help({ tool, step: 0 })}
              >
                {text.tools[tool]}
              </button>
            ))}
          </p>
        </>
      )}
      <StayChoice talk={talk} text={text} acts={acts} />
    </section>
  )
}

const tools: readonly Tool[] = ['breathing', 'senses', 'starters']

function Open({ talk, text, acts }: TalkProps) {
  const { tool, step } = talk.tool ?? { tool: 'breathing', step: 0 }
  const stop = (
    <button type="button" class="plain" onClick={() => acts.help(undefined)}>
      {tool === 'starters' ? text.close : text.stop}
    </button>
  )
  // Breathing happens around the lamp, above.
  if (tool === 'breathing') return null
  if (tool === 'senses') {
    const sense = text.senses[step]
    return (
      <>
        <p class="sense" role="status">
          {sense ?? text.sensesDone}
        </p>
        <p class="row">
          {sense && (
            <button type="button" class="quiet" onClick={() => acts.help({ tool, step: step + 1 })}>
              {text.next}
            </button>
          )}
          {stop}
        </p>
      </>
    )
  }
  return (
    <>
      <p class="fine">{text.startersAbout}</p>
      <p class="row">
        {text.starters.map((words) => (
          <button type="button" class="quiet" key={words} onClick={() => acts.suggest(words)}>
            {words}
          </button>
        ))}
      </p>
      {stop}
    </>
  )
}
