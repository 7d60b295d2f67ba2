/**
 * Settings of git that name a program, or let one be named, as patterns of the whole key in small letters (git
 * writes section and last word so). What stands between the two, the name of a filter or a remote, is free.
 */
const programKeys: readonly RegExp[] = [
  /^core\.(?:fsmonitor|hookspath|sshcommand|askpass|editor|pager|gitproxy|alternaterefscommand)$/,
  /^alias\./,
  /^credential(?:\..*)?\.helper$/s,
  /^diff\.external$/,
  /^diff\..*\.(?:command|textconv)$/s,
  /^filter\..*\.(?:clean|smudge|process)$/s,
  /^merge\..*\.driver$/s,
  /^gpg(?:\..*)?\.(?:program|defaultkeycommand)$/s,
  /^(?:pager|interactive|sequence|trailer|sendemail|browser|man|difftool|mergetool|guitool|instaweb)\./,
  /^submodule\..*\.update$/s,
  /^remote\..*\.(?:uploadpack|receivepack|vcs)$/s,
  /^url\..*::.*\.(?:insteadof|pushinsteadof)$/s,
  /^protocol(?:\..*)?\.allow$/s,
  /^uploadpack\.packobjectshook$/,
  /^gc\.recentobjectshook$/,
  /^imap\.tunnel$/,
  /^hook\..*\.command$/s,
  /^tar\..*\.command$/s,
  /^lfs(?:\..*)?\.(?:standalonetransferagent|agent)$/s,
  /^lfs\.customtransfer\..*\.(?:path|args)$/s,
  /^lfs\.extension\..*\.(?:clean|smudge)$/s,
];

/** Addresses whose transport is a program of its own, such as `ext::sh -c …`. */
const programAddress = /^[a-z][a-z0-9+.-]*::/i;

/** Whether a setting of git names a program, or lets one be named. */
export function namesProgram(key: string, value: string): boolean {
  const lower = key.toLowerCase();
  if (/^remote\..*\.(?:url|pushurl)$/s.test(lower)) return programAddress.test(value);
  return programKeys.some((pattern) => pattern.test(lower));
}

/**
 * What makes such a setting harmless while a repository is only looked at: an empty filter is none, an empty
 * helper takes all away; everything else becomes a program that does nothing and fails.
 */
export function harmlessValue(key: string): string {
  const lower = key.toLowerCase();
  if (/^filter\.|\.helper$/s.test(lower)) return '';
  if (lower === 'core.fsmonitor') return 'false';
  if (/^submodule\..*\.update$/s.test(lower)) return 'none';
  if (lower === 'core.hookspath') return '/dev/null';
  if (lower.endsWith('.textconv')) return 'cat';
  if (/^protocol(?:\..*)?\.allow$/s.test(lower)) return 'never';
  return 'false';
}
