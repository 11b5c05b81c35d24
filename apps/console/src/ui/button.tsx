import { Button as Kit, type ButtonProps } from 'react-aria-components/Button'
import css from './button.module.css'

type Look = 'main' | 'plain' | 'quiet' | 'grave'

/** `main` for the one thing to do here, `plain` beside it, `quiet` for tools, `grave` for ends. */
export function Button({
  look = 'plain',
  size = 'usual',
  busy = false,
  onPress,
  ...rest
}: Omit<ButtonProps, 'isPending'> & {
  look?: Look
  size?: 'usual' | 'small' | 'large'
  /** What it does is under way: it keeps the focus and takes no second press. */
  busy?: boolean
}) {
  return (
    <Kit
      {...rest}
      {...(onPress && !busy ? { onPress } : {})}
      data-busy={busy}
      className={`${css['button']} ${css[look]} ${css[size]}`}
    />
  )
}

/** A round button with a picture alone; `label` is what it is called. */
export function IconButton({
  label,
  look = 'quiet',
  badge,
  children,
  ...rest
}: Omit<ButtonProps, 'aria-label' | 'children'> & {
  label: string
  look?: Look
  badge?: number
  children: React.ReactNode
}) {
  return (
    <Kit {...rest} aria-label={label} className={`${css['icon']} ${css[look]}`}>
      {children}
      {badge ? <span className={css['badge']}>{badge}</span> : null}
    </Kit>
  )
}
