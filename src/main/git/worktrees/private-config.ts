/** One setting of git, as `git config --list` gives it. */
export interface Setting {
  readonly scope: string;
  /** Section and name in small letters, what stands between them as it is. */
  readonly key: string;
  readonly value: string;
}

/** What an agent's git needs to know to see files, lines and people as the person's git does. */
const carried: readonly RegExp[] = [
  /^user\.(?:name|email)$/,
  /^(?:author|committer)\.(?:name|email)$/,
  /^core\.(?:autocrlf|eol|safecrlf|symlinks|filemode|precomposeunicode|longpaths)$/,
  /^core\.(?:excludesfile|attributesfile)$/,
  /^core\.(?:protecthfs|protectntfs|abbrev|quotepath|whitespace|commentchar|checkroundtripencoding)$/,
  /^i18n\./,
  /^diff\.[^\n]+\.(?:binary|xfuncname|wordregex)$/,
];

/** Programs, and so only where the repository itself names them: those of the person are known to every git of theirs. */
const carriedIfLocal: readonly RegExp[] = [/^filter\.[^\n]+\.(?:clean|smudge|process|required)$/];

/** Reads what `config --null --show-scope --list` prints. */
export function parseSettings(output: string): readonly Setting[] {
  const fields = output.split('\0');
  const settings: Setting[] = [];
  for (let index = 0; index + 1 < fields.length; index += 2) {
    const [scope = '', entry = ''] = fields.slice(index, index + 2);
    const end = entry.indexOf('\n');
    // A key alone stands for true.
    const key = end === -1 ? entry : entry.slice(0, end);
    settings.push({ scope, key, value: end === -1 ? 'true' : entry.slice(end + 1) });
  }
  return settings;
}

/** The last value of a key, which is the one that counts. */
export function valueOf(settings: readonly Setting[], key: string): string | null {
  return settings.findLast((one) => one.key === key)?.value ?? null;
}

function isLocal({ scope }: Setting): boolean {
  return scope === 'local' || scope === 'worktree';
}

/** Those of the settings in effect that a private git directory gets. */
export function carriedSettings(settings: readonly Setting[]): readonly Setting[] {
  const isCarried = (one: Setting): boolean =>
    carried.some((pattern) => pattern.test(one.key)) ||
    (isLocal(one) && carriedIfLocal.some((pattern) => pattern.test(one.key)));
  const last = new Map<string, Setting>();
  // What this program gives to its own git is no setting of anybody.
  for (const one of settings) if (one.scope !== 'command' && isCarried(one)) last.set(one.key, one);
  return [...last.values()];
}

/** What a private git directory has whatever the person has set. */
const always: readonly (readonly [key: string, value: string])[] = [
  ['core.bare', 'false'],
  ['core.logallrefupdates', 'true'],
  ['core.fsmonitor', 'false'],
  ['core.untrackedcache', 'false'],
  ['core.splitindex', 'false'],
  ['index.sparse', 'false'],
  ['core.sparsecheckout', 'false'],
  // Signing asks a person; what lands is signed when it lands.
  ['commit.gpgsign', 'false'],
  ['tag.gpgsign', 'false'],
  ['gc.auto', '0'],
  ['maintenance.auto', 'false'],
];

/**
 * What says where the repository came from: tools ask for it, submodules count from it, a partial clone fetches
 * from it. Nothing can be pushed there, and without a partial clone nothing fetched.
 */
function originSettings(settings: readonly Setting[]): readonly (readonly [string, string])[] {
  const promisors = promisorsIn(settings);
  const remotes = [...new Set(['origin', ...promisors])].flatMap((remote) => {
    const url = valueOf(settings, `remote.${remote}.url`);
    if (url === null) return [];
    const known: (readonly [string, string])[] = [
      [`remote.${remote}.url`, url],
      [`remote.${remote}.pushurl`, 'file:///dev/null/agents-do-not-push'],
      [`remote.${remote}.fetch`, `+refs/heads/*:refs/remotes/${remote}/*`],
    ];
    if (!promisors.includes(remote)) return known;
    const filter = valueOf(settings, `remote.${remote}.partialclonefilter`);
    known.push([`remote.${remote}.promisor`, 'true']);
    if (filter !== null) known.push([`remote.${remote}.partialclonefilter`, filter]);
    return known;
  });
  if (remotes.length === 0) return [];
  const [first] = promisors;
  return [
    ...remotes,
    first === undefined ? ['protocol.allow', 'never'] : ['extensions.partialclone', first],
  ];
}

/** Remotes of which a partial clone gets what it lacks: an old git names one in its format, a newer one marks them. */
function promisorsIn(settings: readonly Setting[]): readonly string[] {
  const old = valueOf(settings, 'extensions.partialclone');
  const marked = settings
    .map(({ key }) => /^remote\.([^\n]+)\.promisor$/.exec(key)?.[1])
    .filter((name) => name !== undefined)
    .filter((name) => valueOf(settings, `remote.${name}.promisor`) === 'true');
  return [...new Set([...(old === null ? [] : [old]), ...marked])];
}

/** The text of the config file of a private git directory. */
export function privateConfig(settings: readonly Setting[], objectFormat: string): string {
  const origin = originSettings(settings);
  const isExtended =
    objectFormat !== 'sha1' || origin.some(([key]) => key.startsWith('extensions'));
  const format: readonly (readonly [string, string])[] =
    objectFormat === 'sha1' ? [] : [['extensions.objectformat', objectFormat]];
  return [
    ['core.repositoryformatversion', isExtended ? '1' : '0'] as const,
    ...format,
    ...carriedSettings(settings).map(({ key, value }) => [key, value] as const),
    ...always,
    ...origin,
  ]
    .map(([key, value]) => configLine(key, value))
    .join('');
}

/** One setting in a section of its own, which git reads like any other. */
export function configLine(key: string, value: string): string {
  const first = key.indexOf('.');
  const last = key.lastIndexOf('.');
  const section = key.slice(0, first);
  const inner = first === last ? '' : ` "${escaped(key.slice(first + 1, last))}"`;
  return `[${section}${inner}]\n\t${key.slice(last + 1)} = "${escaped(value).replaceAll('\n', String.raw`\n`)}"\n`;
}

function escaped(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('"', String.raw`\"`);
}
