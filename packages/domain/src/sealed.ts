declare const sealed: unique symbol

/** Ciphertext and its wraps. The server stores and forwards it; only a browser opens it. */
export type Sealed = Uint8Array & { readonly [sealed]: true }
