import { Button as Kit, type ButtonProps } from 'react-aria-components/Button'
import css from './button.module.css'

type Look = 'main' | 'plain' | 'quiet' | 'grave'

/** `main` for the one thing to do here, `plain` beside it, `quiet` for tools, `grave` for ends. */
export function Button({
  look = 'plain',
  size = 'usual',
  ...rest
}: ButtonProps & { look?: Look; size?: 'usual' | 'small' | 'large' }) {
  return <Kit {...rest} className={`${css['button']} ${css[look]} ${css[size]}`} />
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
