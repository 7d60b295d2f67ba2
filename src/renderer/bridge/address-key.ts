const pattern = /^#key=([\w-]{16,200})$/;

/**
 * The key out of the address that `switchyard serve` printed; null when there is none. It is taken out of the
 * address, so that it stands in no history, bookmark or copied link.
 */
export function takeAddressKey(): string | null {
  const { hash, pathname, search } = window.location;
  if (!hash.startsWith('#key=')) return null;
  history.replaceState(history.state, '', pathname + search);
  return pattern.exec(hash)?.[1] ?? null;
}

/** Calls `listener` with each key that a person enters into the address of the page that is open. */
export function onAddressKey(listener: (key: string) => void): () => void {
  const take = (event: HashChangeEvent): void => {
    const key = takeAddressKey();
    if (key === null) return;
    // It is no place in the app: the page stays where it was.
    event.stopImmediatePropagation();
    history.replaceState(history.state, '', event.oldURL);
    listener(key);
  };
  window.addEventListener('hashchange', take, { capture: true });
  return () => window.removeEventListener('hashchange', take, { capture: true });
}
