import type { WaitProps } from './talk.tsx'

/** A place, told truly: how many before, how long, or that nobody can say. */
export function Waiting({ talk, text, room }: WaitProps) {
  const { place, returnedToQueue } = talk.view
  return (
    <div class="waiting">
      {room ? room.lamp(talk) : <div class="glow" />}
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
      {room?.exercise(talk) || <p class="fine">{text.placeKept}</p>}
    </div>
  )
}
