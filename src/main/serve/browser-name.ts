/** Which says what: browsers name others beside themselves, so the order counts. */
const browsers = [
  [/\bEdg\//, 'Edge'],
  [/\bOPR\//, 'Opera'],
  [/\bFirefox\//, 'Firefox'],
  [/\bHeadlessChrome\//, 'Chrome'],
  [/\bChrome\//, 'Chrome'],
  [/\bSafari\//, 'Safari'],
] as const;
const systems = [
  [/\bAndroid\b/, 'Android'],
  [/\b(iPhone|iPad)\b/, 'iOS'],
  [/\bCrOS\b/, 'ChromeOS'],
  [/\bWindows\b/, 'Windows'],
  [/\bMac OS X\b/, 'macOS'],
  [/\bLinux\b/, 'Linux'],
] as const;

/** A browser in words, by how it describes itself; only words that stand here come out. */
export function browserName(userAgent: string | undefined): string {
  const find = (known: typeof browsers | typeof systems): string | null =>
    known.find(([pattern]) => pattern.test(userAgent ?? ''))?.[1] ?? null;
  const [browser, system] = [find(browsers), find(systems)];
  if (browser === null) return system === null ? 'A browser' : `A browser on ${system}`;
  return system === null ? browser : `${browser} on ${system}`;
}
