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
    const digits = Array.from(bytes, (byte, i) => {
      const marked = i === 6 ? (byte & 0x0f) | 0x40 : i === 8 ? (byte & 0x3f) | 0x80 : byte
      return marked.toString(16).padStart(2, '0')
    }).join('')
    return digits.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5') as ReturnType<
      Crypto['randomUUID']
    >
  }
}
