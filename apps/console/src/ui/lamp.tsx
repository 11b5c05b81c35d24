import css from './lamp.module.css'

/** The night light: the helpline's sign, and what is seen when there is nothing to do. */
export function Lamp({ size = 28 }: { size?: 28 | 40 | 64 }) {
  return <span aria-hidden className={`${css['lamp']} ${css[`s${size}`]}`} />
}

/** The lamp with its light in the room; breathes slowly while everything is well. */
export function Glow({ lit = true, breathing = false }: { lit?: boolean; breathing?: boolean }) {
  return (
    <span aria-hidden className={css['glow']} data-lit={lit} data-breathing={breathing}>
      <span className={css['ring']} />
      <span className={css['ring']} />
      <span className={css['core']} />
    </span>
  )
}
