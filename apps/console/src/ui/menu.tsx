import type { ReactNode } from 'react'
import { Menu as Kit, MenuItem, MenuTrigger } from 'react-aria-components/Menu'
import { Popover } from 'react-aria-components/Popover'
import { Text } from 'react-aria-components/Text'
import css from './menu.module.css'

export type MenuEntry = {
  readonly id: string
  readonly name: string
  readonly hint?: string
  readonly mark?: ReactNode
}

/** A button (the first child) with a list of things to choose from. */
export function Menu({
  label,
  trigger,
  entries,
  chosen,
  onChoose,
}: {
  label: string
  trigger: ReactNode
  entries: readonly MenuEntry[]
  chosen?: string
  onChoose: (id: string) => void
}) {
  return (
    <MenuTrigger>
      {trigger}
      <Popover className={css['popover'] ?? ''} placement="bottom end">
        <Kit
          aria-label={label}
          className={css['menu'] ?? ''}
          {...(chosen === undefined
            ? {}
            : { selectionMode: 'single' as const, selectedKeys: [chosen] })}
          onAction={(id) => onChoose(String(id))}
        >
          {entries.map(({ id, name, hint, mark }) => (
            <MenuItem key={id} id={id} textValue={name} className={css['item'] ?? ''}>
              {mark}
              <span className={css['words']}>
                <Text slot="label" className={css['name'] ?? ''}>
                  {name}
                </Text>
                {hint && (
                  <Text slot="description" className={css['hint'] ?? ''}>
                    {hint}
                  </Text>
                )}
              </span>
            </MenuItem>
          ))}
        </Kit>
      </Popover>
    </MenuTrigger>
  )
}
