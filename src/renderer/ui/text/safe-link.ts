/** The address of a link in untrusted text, or null when it is not one that could be opened in a browser. */
export function openableAddress(address: string | undefined): string | null {
  if (address === undefined || !URL.canParse(address)) return null;
  const { protocol, href } = new URL(address);
  return protocol === 'https:' || protocol === 'http:' ? href : null;
}

/**
 * What to show after a link's words: its target, unless the words are the target already. A text
 * that looks like one address and leads to another is thus always seen.
 */
export function shownTarget(words: string, address: string): string | null {
  const bare = (text: string): string => text.trim().replace(/\/$/, '');
  return bare(words) === bare(address) ? null : address;
}
