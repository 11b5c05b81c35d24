import type { ReactNode } from 'react'
import { Header } from 'react-aria-components/Header'
import { Menu as Kit, MenuItem, MenuSection, MenuTrigger } from 'react-aria-components/Menu'
import { Popover } from 'react-aria-components/Popover'
import { Text } from 'react-aria-components/Text'
import css from './menu.module.css'

export type MenuEntry = {
  readonly id: string
  readonly name: string
  readonly hint?: string
  readonly mark?: ReactNode
}

type MenuPart = {
  readonly label: string
  readonly entries: readonly MenuEntry[]
  readonly chosen: string
  readonly onChoose: (id: string) => void
}

/** A button (the first child) with a list of things to choose from. */
export function Menu({
  label,
  trigger,
  entries,
  chosen,
  onChoose,
  more,
}: {
  label: string
  trigger: ReactNode
  entries: readonly MenuEntry[]
  chosen?: string
  onChoose: (id: string) => void
  /** A second choice below the first, of its own. Ids differ from those above. */
  more?: MenuPart
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
          onAction={(id) => {
            const further = more?.entries.some((entry) => entry.id === id)
            if (further) more?.onChoose(String(id))
            else onChoose(String(id))
          }}
        >
          {entries.map(entryItem)}
          {more && (
            <MenuSection
              className={css['more'] ?? ''}
              selectionMode="single"
              selectedKeys={[more.chosen]}
            >
              <Header className={css['header'] ?? ''}>{more.label}</Header>
              {more.entries.map(entryItem)}
            </MenuSection>
          )}
        </Kit>
      </Popover>
    </MenuTrigger>
  )
}

function entryItem({ id, name, hint, mark }: MenuEntry) {
  return (
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
  )
}
