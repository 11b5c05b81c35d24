import * as account from '@veilleuse/contract/account'
import type { Me } from '@veilleuse/contract/account'
import { fromBase64url, toBase64url, equal, type Bytes } from '@veilleuse/sealing/bytes'
import { verifyChain } from '@veilleuse/sealing/directory'
import { changeContents, openVault, type Way } from '@veilleuse/sealing/vault'
import { staffKeys, type VaultContents } from '@veilleuse/sealing/vault-contents'
import { store, type Store } from '../ui/store.ts'
import { asker, type Ask } from './ask.ts'
import { claimedRoot, fetchStatements, noPin, refreshed, type Keyring } from './keyring.ts'
import { askPasskey } from './passkey.ts'
import { asNamed, wayOfPassphrase } from './ways.ts'
import type { Keysmith } from './keysmith.ts'

/**
 * `comparing`: the vault is open, and the helpline's root is seen for the first time; the person
 * says whether its words are the ones on paper before anything rests on it.
 */
export type Session =
  | { readonly state: 'starting' }
  | { readonly state: 'signed_out'; readonly lost: boolean }
  /** `opening` while a way in that was just given is being tried. */
  | { readonly state: 'locked'; readonly me: Me; readonly opening?: true }
  | { readonly state: 'comparing'; readonly me: Me; readonly root: Bytes }
  | { readonly state: 'open'; readonly me: Me; readonly keyring: Keyring }

export type SessionDoor = {
  readonly session: Store<Session>
  readonly ask: Ask
  token(): string | undefined
  start(): Promise<void>
  signInByPassphrase(given: { login: string; passphrase: string; code: string }): Promise<void>
  signInByPasskey(): Promise<void>
  signInAsDemo(person: { login: string; passphrase: string }): Promise<void>
  /** After an enrolment: the token, the person, and the way in they have just made. */
  enter(signedIn: { token: string; me: Me }, way: Way | undefined): Promise<void>
  unlock(way: Way): Promise<void>
  unlockByPassphrase(passphrase: string): Promise<void>
  unlockByPasskey(): Promise<void>
  confirmRoot(): Promise<void>
  /**
   * Reads keys and directory again, for those that came after the unlocking. Locks where the
   * directory has been opened since: its words are compared at the next unlocking.
   */
  refresh(): Promise<Keyring | undefined>
  /** For whoever has just made the root on this page; their vault learns it at the next unlocking. */
  pin(root: Bytes): Promise<void>
  lock(): void
  signOut(): Promise<void>
}

export type SessionWishes = {
  readonly origin: string
  /** The tab's own storage: the token alone, so that a reload asks for the vault and no more. */
  readonly storage: Pick<Storage, 'getItem' | 'setItem' | 'clear'>
  readonly smith: Keysmith
}

/** Thrown by `unlockByPasskey` where a passkey signs in and gives nothing to open a vault with. */
export class NoPrf extends Error {
  override readonly name = 'NoPrf'
}

/** Thrown by every unlocking when the directory does not follow from the one the vault has seen. */
export class DirectoryChanged extends Error {
  override readonly name = 'DirectoryChanged'
}

const key = 'veilleuse.token'

type Opened = {
  readonly contents: VaultContents
  readonly way: Way
  readonly statements: readonly Bytes[]
}

export function sessionDoor({ origin, storage, smith }: SessionWishes): SessionDoor {
  const session = store<Session>({ state: 'starting' })
  let token: string | undefined
  // Between unlocking and the comparison of the root only.
  let comparing: Opened | undefined
  const ask = asker(
    origin,
    () => token,
    () => forget(true),
  )
  const door: SessionDoor = {
    session,
    ask,
    token: () => token,
    async start() {
      token = storage.getItem(key) ?? undefined
      const me = token && (await ask(account.me, {}).catch(() => undefined))
      if (me) session.set({ state: 'locked', me })
      else forget(false)
    },
    async signInByPassphrase({ login, passphrase, code }) {
      const { salt } = await ask(account.beginSignIn, { body: { login } })
      const { auth, way } = await wayOfPassphrase(smith, passphrase, salt)
      await enter(await ask(account.signInByPassphrase, { body: { login, auth, code } }), way)
    },
    async signInByPasskey() {
      const { challenge, options } = await ask(account.beginPasskey, {})
      const { response, way } = await askPasskey(options)
      await enter(await ask(account.signInByPasskey, { body: { challenge, response } }), way)
    },
    async signInAsDemo({ login, passphrase }) {
      const { salt } = await ask(account.beginSignIn, { body: { login } })
      const { way } = await wayOfPassphrase(smith, passphrase, salt)
      await enter(await ask(account.signInAsDemo, { body: { login } }), way)
    },
    enter,
    unlock,
    async unlockByPassphrase(passphrase) {
      const me = whoIsHere()
      const { salt } = await ask(account.beginSignIn, { body: { login: me.login } })
      await unlock((await wayOfPassphrase(smith, passphrase, salt)).way)
    },
    async unlockByPasskey() {
      const { passkeys } = whoIsHere()
      const { options } = await ask(account.beginPasskey, {})
      const allowCredentials = passkeys.map(({ id }) => ({ id, type: 'public-key' }))
      const { way } = await askPasskey({ ...options, allowCredentials })
      if (!way) throw new NoPrf()
      await unlock(way)
    },
    async confirmRoot() {
      const now = session.now()
      if (now.state !== 'comparing' || !comparing) return
      const { contents } = comparing
      await open(now.me, { ...comparing, contents: { ...contents, root: now.root } })
    },
    async refresh() {
      const now = session.now()
      if (now.state !== 'open') return undefined
      const me = await ask(account.me, {})
      if (!now.keyring.pin && (await fetchStatements(ask)).length > 0) {
        door.lock()
        return undefined
      }
      const keyring = await refreshed(ask, { ...now.keyring, me })
      // Locked in the meantime: what was read is thrown away.
      if (session.now().state !== 'open') return undefined
      session.set({ state: 'open', me, keyring })
      return keyring
    },
    async pin(root) {
      const now = session.now()
      if (now.state !== 'open') return
      const keyring = await refreshed(ask, { ...now.keyring, pin: root })
      session.set({ ...now, keyring })
    },
    lock() {
      const now = session.now()
      comparing = undefined
      if ('me' in now) session.set({ state: 'locked', me: now.me })
    },
    async signOut() {
      const told = ask(account.signOut, {}).catch(() => {})
      // First here: the server closing the desk must not look like a session that was lost.
      forget(false)
      await told
    },
  }
  return door

  async function enter(signedIn: { token: string; me: Me }, way: Way | undefined) {
    token = signedIn.token
    storage.setItem(key, token)
    const { me } = signedIn
    session.set({ state: 'locked', me, ...(way && { opening: true }) })
    // A way that does not fit leaves the door ajar: signed in, and asked to unlock by another.
    if (way) await unlock(way).catch(() => session.set({ state: 'locked', me }))
  }

  async function unlock(given: Way) {
    const me = whoIsHere()
    const vault = fromBase64url(me.vault)
    const way = asNamed(vault, given)
    const contents = await openVault(vault, way)
    const statements = await fetchStatements(ask)
    const root = await claimedRoot(statements)
    if (root && equal(contents.root, noPin)) {
      comparing = { contents, way, statements }
      session.set({ state: 'comparing', me, root })
    } else await open(me, { contents, way, statements })
  }

  async function open(me: Me, { contents, way, statements }: Opened) {
    comparing = undefined
    const pin = equal(contents.root, noPin) ? undefined : contents.root
    const seen = pin && (await verifyChain(statements, pin, contents.head).catch(changed))
    const grown = seen && seen.head.seq !== contents.head?.seq
    const saved = grown ? await remember(me, { ...contents, head: seen.head }, way) : me
    const staff = await staffKeys(contents)
    const locked = { me: saved, staff, pin, directory: seen, epochs: new Map() }
    session.set({ state: 'open', me: saved, keyring: await refreshed(ask, locked) })
  }

  function changed(cause: unknown): never {
    throw new DirectoryChanged('the directory is another one', { cause })
  }

  /** What was compared and seen goes into the vault, so that no server can take it back. */
  async function remember(me: Me, contents: VaultContents, way: Way): Promise<Me> {
    const vault = toBase64url(await changeContents(fromBase64url(me.vault), way, contents))
    await ask(account.saveVault, { body: { vault } })
    return { ...me, vault }
  }

  function whoIsHere(): Me {
    const now = session.now()
    if (!('me' in now)) throw new Error('nobody is signed in')
    return now.me
  }

  function forget(lost: boolean) {
    token = undefined
    comparing = undefined
    storage.clear()
    session.set({ state: 'signed_out', lost })
  }
}
