import type { TalkProps } from './talk.tsx'
import { Breath } from './breath.tsx'

/** A place, told truly: how many before, how long, or that nobody can say. */
export function Waiting({ talk, text, acts }: TalkProps) {
  const breathing = talk.tool?.tool === 'breathing'
  const { place, returnedToQueue } = talk.view
  return (
    <div class="waiting">
      <Breath breathing={breathing} text={text} />
      <h1 tabIndex={-1}>{text.waiting}</h1>
      <div role="status">
        {returnedToQueue && <p>{text.atHead}</p>}
        {place && <p class="position">{text.position(place.position)}</p>}
        {place &&
          (place.someoneHere ? (
            place.wait && <p>{text.wait(place.wait)}</p>
          ) : (
            <p>{text.nobodyHere}</p>
          ))}
      </div>
      {breathing ? (
        <>
          <p class="fine">{text.breatheAbout}</p>
          <button type="button" class="plain" onClick={() => acts.help(undefined)}>
            {text.stop}
          </button>
        </>
      ) : (
        <p class="fine">{text.placeKept}</p>
      )}
    </div>
  )
}
