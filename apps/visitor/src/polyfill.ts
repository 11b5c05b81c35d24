/** What browsers of a few years ago lack of what the shared packages use. */
if (!Object.hasOwn) {
  Object.hasOwn = (object: object, key: PropertyKey) =>
    Object.prototype.hasOwnProperty.call(object, key)
}
if (!Array.prototype.toSorted) {
  Array.prototype.toSorted = function <T>(this: T[], compare?: (a: T, b: T) => number) {
    return this.slice().sort(compare)
  }
}
if (!Array.prototype.at) {
  Array.prototype.at = function <T>(this: T[], index: number) {
    return this[index < 0 ? this.length + index : index]
  }
}
if (!crypto.randomUUID) {
  crypto.randomUUID = () => {
    const bytes = crypto.getRandomValues(new Uint8Array(16))
    bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40
    bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80
    const pairs = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0'))
    const part = (from: number, to: number) => pairs.slice(from, to).join('')
    return `${part(0, 4)}-${part(4, 6)}-${part(6, 8)}-${part(8, 10)}-${part(10, 16)}`
  }
}
