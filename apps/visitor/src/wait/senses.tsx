import type { HelpProps } from './helps.tsx'

/** Five, four, three, two, one: back to where one is. */
export function Senses({ talk, words, acts }: HelpProps) {
  const step = talk.tool?.step ?? 0
  const sense = words.senses[step]
  return (
    <>
      <p class="sense" role="status">
        {sense ?? words.sensesDone}
      </p>
      <p class="row">
        {sense && (
          <button
            type="button"
            class="quiet"
            onClick={() => acts.help({ tool: 'senses', step: step + 1 })}
          >
            {words.next}
          </button>
        )}
        <button type="button" class="plain" onClick={() => acts.help(undefined)}>
          {words.stop}
        </button>
      </p>
    </>
  )
}
