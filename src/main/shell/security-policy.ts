/** Where the page comes from: a scheme of our own, so that it has an origin, storage and a strict policy. */
export const pageScheme = 'app';
const pageHost = 'switchyard';
/** Address of the page. */
export const pageAddress = `${pageScheme}://${pageHost}/`;

/**
 * What the page may load (SPEC section 14): only what is shipped with it. The editor and the terminal
 * insert style elements; scripts come from files alone. The same as under `switchyard serve`.
 */
export const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self' data:",
  "connect-src 'self'",
  "worker-src 'self'",
  "manifest-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-src 'none'",
  "frame-ancestors 'none'",
  "object-src 'none'",
].join('; ');

/** Whether an address is one of our own page or its files. */
export function isOwnAddress(address: string): boolean {
  const url = parseUrl(address);
  return (
    url?.protocol === `${pageScheme}:` &&
    url.host === pageHost &&
    url.username === '' &&
    url.password === ''
  );
}

/** The frame that a message came from. */
export interface SendingFrame {
  readonly url: string;
  readonly isMainFrame: boolean;
}

/** Only our own page, not something framed in it, may talk to the main process. */
export function isTrustedSender(frame: SendingFrame | null): boolean {
  return frame !== null && frame.isMainFrame && isOwnAddress(frame.url);
}

/** The page may copy text, and have its copy of the documents kept when disk space is short. */
const granted = ['clipboard-sanitized-write', 'persistent-storage'];

/** Whether a page at `requestedBy` gets a permission. */
export function isPermissionGranted(permission: string, requestedBy: string): boolean {
  return granted.includes(permission) && isOwnAddress(requestedBy);
}

/** Whether a window may navigate to an address: only to load the page again. */
export function mayNavigate(address: string): boolean {
  return isOwnAddress(address) && ['/', '/index.html'].includes(new URL(address).pathname);
}

/** Whether the session may load from an address: nothing ever comes from a network. */
export function mayLoad(address: string): boolean {
  const protocol = parseUrl(address)?.protocol;
  return (
    isOwnAddress(address) ||
    // Made by the page itself; `devtools:` only where the developer tools are opened.
    protocol === 'blob:' ||
    protocol === 'data:' ||
    protocol === 'devtools:'
  );
}

/** The address of a link that may be opened in the browser, normalised; null for any but http and https. */
export function externalLink(address: string): string | null {
  const url = parseUrl(address);
  if (url === null || !['https:', 'http:'].includes(url.protocol) || url.host === '') return null;
  // `https://bank.example@evil.example/` is made to be misread.
  if (url.username !== '' || url.password !== '') return null;
  return url.href;
}

function parseUrl(address: string): URL | null {
  return URL.canParse(address) ? new URL(address) : null;
}
