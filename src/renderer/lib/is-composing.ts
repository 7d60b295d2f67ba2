/** What there is to know of a key press, as React hands it on. */
interface Press {
  readonly keyCode: number;
  readonly nativeEvent: { readonly isComposing: boolean };
}

/**
 * Whether the key belongs to an input method, which is still composing the text: Enter and Esc are its own then.
 * Safari ends the composition before it reports the key; the code 229 is all that says so there.
 */
export function isComposing({ nativeEvent, keyCode }: Press): boolean {
  return nativeEvent.isComposing || keyCode === 229;
}
