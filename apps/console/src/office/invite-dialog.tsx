import * as account from '@veilleuse/contract/account'
import { login as loginSchema } from '@veilleuse/contract/account'
import { alias as aliasSchema } from '@veilleuse/contract/shapes'
import { roles, type Role } from '@veilleuse/domain/staff'
import { useState } from 'react'
import { Form } from 'react-aria-components/Form'
import { safeParse } from 'valibot'
import { useText } from '../text/text.tsx'
import { Button } from '../ui/button.tsx'
import { Choice } from '../ui/choice.tsx'
import { Dialog, DialogActions } from '../ui/dialog.tsx'
import { Field } from '../ui/field.tsx'
import { Notice } from '../ui/notice.tsx'
import { useDoing } from '../ui/trouble.ts'
import css from './office.module.css'
import type { OfficeProps } from './office.tsx'

type Props = Pick<OfficeProps, 'door'> & { onClose: () => void }

/** Makes a link that works once, and shows it once. */
export function InviteDialog({ door, onClose }: Props) {
  const { office, close } = useText()
  const text = office.people
  const [login, setLogin] = useState('')
  const [alias, setAlias] = useState('')
  const [role, setRole] = useState<Role>('counsellor')
  const [link, setLink] = useState<string>()
  const [copied, setCopied] = useState(false)
  const inviting = useDoing()
  const ready = safeParse(loginSchema, login).success && safeParse(aliasSchema, alias).success

  if (link)
    return (
      <Dialog open onClose={onClose} title={text.link} alert>
        <p>{text.linkText(alias)}</p>
        <p className={css['link']}>{link}</p>
        <DialogActions>
          <Button
            onPress={() => void navigator.clipboard.writeText(link).then(() => setCopied(true))}
          >
            {copied ? text.copied : text.copy}
          </Button>
          <Button look="main" onPress={onClose}>
            {close}
          </Button>
        </DialogActions>
      </Dialog>
    )
  return (
    <Dialog open onClose={onClose} title={text.invite}>
      <Form
        className={css['form'] ?? ''}
        onSubmit={(event) => {
          event.preventDefault()
          if (!ready) return
          inviting.run(async () => {
            const { code } = await door.ask(account.invite, { body: { login, alias, role } })
            setLink(`${location.origin}/desk/enrol#${code}`)
          })
        }}
      >
        <p>{text.inviteText}</p>
        <Field
          label={office.enrol.alias}
          hint={office.enrol.aliasHint}
          value={alias}
          onChange={setAlias}
          autoComplete="off"
          autoFocus
        />
        <Field
          label={office.enrol.login}
          hint={office.enrol.loginHint}
          value={login}
          onChange={(next) => setLogin(next.toLowerCase())}
          autoComplete="off"
        />
        <Choice
          label={text.role}
          columns={2}
          value={role}
          onChange={setRole}
          options={roles.map((id) => ({ id, name: office.roles[id] }))}
        />
        {inviting.trouble && <Notice tone="grave">{inviting.trouble}</Notice>}
        <DialogActions>
          <Button onPress={onClose}>{text.cancel}</Button>
          <Button type="submit" look="main" isDisabled={!ready} busy={inviting.busy}>
            {text.make}
          </Button>
        </DialogActions>
      </Form>
    </Dialog>
  )
}
