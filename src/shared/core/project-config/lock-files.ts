const installs: Readonly<Record<string, string>> = {
  'package-lock.json': 'npm ci',
  'npm-shrinkwrap.json': 'npm ci',
  'pnpm-lock.yaml': 'pnpm install --frozen-lockfile',
  'yarn.lock': 'yarn install --frozen-lockfile',
  'bun.lock': 'bun install --frozen-lockfile',
  'bun.lockb': 'bun install --frozen-lockfile',
  'uv.lock': 'uv sync --frozen',
  'poetry.lock': 'poetry install --no-interaction',
  'Pipfile.lock': 'pipenv sync',
  'Gemfile.lock': 'bundle install',
  'composer.lock': 'composer install --no-interaction',
};

/** The command that installs exactly what a lock file says, by the file's path; null for a file that is none. */
export function lockFileInstall(path: string): string | null {
  const cut = path.lastIndexOf('/');
  const install = installs[path.slice(cut + 1)];
  if (install === undefined) return null;
  return cut === -1 ? install : `cd ${quoted(path.slice(0, cut))} && ${install}`;
}

/** A text as one word of a shell command. */
function quoted(text: string): string {
  return /^[\w./-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
