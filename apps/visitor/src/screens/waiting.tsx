import type { TalkProps } from './talk.tsx'
import { Breath } from './breath.tsx'

/** A place, told truly: how many before, how long, or that nobody can say. */
export function Waiting({ talk, text }: TalkProps) {
  const { place, returnedToQueue } = talk.view
  return (
    <div class="waiting">
      <Breath breathing={talk.tool?.tool === 'breathing'} text={text} />
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
      <p class="fine">{text.placeKept}</p>
    </div>
  )
}
