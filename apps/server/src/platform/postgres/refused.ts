/** A start that cannot be, told in one sentence to whoever runs the helpline. Print `message` alone. */
export class StartRefused extends Error {
  override readonly name = 'StartRefused'
}
