/** Scripts that run by themselves before or after others. */
const lifecycle =
  /^(?:pre|post)\w|^(?:install|prepare|prepublish|prepublishOnly|prepack|dependencies|test|build|lint|check|ci|verify)$/;

/** Keys of `package.json` that tools take as their configuration, or that decide which programs there are. */
const configuration: ReadonlySet<string> = new Set([
  'jest',
  'vitest',
  'mocha',
  'ava',
  'tap',
  'nyc',
  'c8',
  'babel',
  'eslintConfig',
  'eslintIgnore',
  'stylelint',
  'prettier',
  'husky',
  'lint-staged',
  'pre-commit',
  'simple-git-hooks',
  'packageManager',
  'overrides',
  'resolutions',
  'pnpm',
  'workspaces',
  'bundledDependencies',
  'bundleDependencies',
  'imports',
]);
const dependencies = [
  'dependencies',
  'devDependencies',
  'optionalDependencies',
  'peerDependencies',
];

/** Sections of TOML and of INI files that decide what a check means, by how their names begin. */
const sections: Readonly<Record<string, RegExp>> = {
  'pyproject.toml':
    /^tool\.(?:pytest|coverage|tox|nox|hatch|pdm\.scripts|poe|taskipy|ruff|mypy|pyright|pylint|uv|black|isort|flake8)\b|^build-system$/,
  'setup.cfg': /^(?:tool:pytest|pytest|mypy|flake8|coverage|pycodestyle|pylint|isort|aliases)\b/,
  'cargo.toml': /^(?:profile|\[?test|\[?bench|lib|lints|patch|replace|workspace)\b/,
};

/**
 * The parts of a manifest that decide what a check means and differ between two versions of it, by their names:
 * `scripts.test`. `ran` are the scripts that the checks run, which count also where they are new. A file that is new or
 * gone has all its parts changed; null: it cannot be read, so that nobody can say which parts changed.
 */
export function changedParts(
  path: string,
  before: string | null,
  after: string | null,
  ran: ReadonlySet<string>,
): readonly string[] | null {
  const name = path.slice(path.lastIndexOf('/') + 1).toLowerCase();
  if (name.endsWith('.json') || name.endsWith('.jsonc')) {
    const old = parsedOrEmpty(before);
    const now = parsedOrEmpty(after);
    if (old === null || now === null) return null;
    return name === 'package.json' ? packageParts(old, now, ran) : jsonParts(old, now);
  }
  if (name === 'go.mod') return goParts(before ?? '', after ?? '');
  const wanted = sections[name];
  return wanted === undefined ? null : sectionParts(before ?? '', after ?? '', wanted);
}

type Manifest = Readonly<Record<string, unknown>>;

function isManifest(value: unknown): value is Manifest {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function parsedOrEmpty(text: string | null): Manifest | null {
  if (text === null) return {};
  try {
    const value: unknown = JSON.parse(text);
    return isManifest(value) ? value : null;
  } catch {
    return null;
  }
}

function same(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

function packageParts(old: Manifest, now: Manifest, ran: ReadonlySet<string>): readonly string[] {
  const changed: string[] = [];
  for (const [script, was, is] of pairs(old['scripts'], now['scripts'])) {
    const counts = was !== undefined || lifecycle.test(script) || ran.has(script);
    if (counts && !same(was, is)) changed.push(`scripts.${script}`);
  }
  for (const key of configuration) if (!same(old[key], now[key])) changed.push(key);
  for (const key of dependencies) {
    for (const [name, was, is] of pairs(old[key], now[key])) {
      // A dependency of the registry is what the lock file says; one from elsewhere is whatever lies there.
      if (!same(was, is) && typeof is === 'string' && isElsewhere(is)) {
        changed.push(`${key}.${name}`);
      }
    }
  }
  return changed;
}

function isElsewhere(version: string): boolean {
  return /^(?:file|link|portal|patch|git|git\+\w{1,10}|https?|github|npm):|^[./~]|^[\w.-]{1,100}\/[\w.-]{1,100}(?:#|$)/.test(
    version,
  );
}

/** The values of the same key on both sides. */
function pairs(old: unknown, now: unknown): readonly (readonly [string, unknown, unknown])[] {
  const before = isManifest(old) ? new Map(Object.entries(old)) : new Map<string, unknown>();
  const after = isManifest(now) ? new Map(Object.entries(now)) : new Map<string, unknown>();
  const keys = new Set([...before.keys(), ...after.keys()]);
  return [...keys].map((key) => [key, before.get(key), after.get(key)] as const);
}

/** Tasks of deno, scripts of composer, and what they are configured by. */
function jsonParts(old: Manifest, now: Manifest): readonly string[] {
  const keys = ['tasks', 'scripts', 'test', 'lint', 'imports', 'compilerOptions', 'lock'];
  return keys.flatMap((key) => {
    if (same(old[key], now[key])) return [];
    const inner = pairs(old[key], now[key]).filter(([, was, is]) => !same(was, is));
    return inner.length === 0 ? [key] : inner.map(([name]) => `${key}.${name}`);
  });
}

function sectionsOf(text: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  let name = '';
  for (const line of text.split(/\r?\n/)) {
    const heading = /^\[(\[?[^\]]{1,200})\]/.exec(line.trim())?.[1];
    if (heading !== undefined) name = heading.trim();
    const plain = line.trim();
    if (plain === '' || plain.startsWith('#') || plain.startsWith(';')) continue;
    found.set(name, `${found.get(name) ?? ''}${plain}\n`);
  }
  return found;
}

function sectionParts(before: string, after: string, wanted: RegExp): readonly string[] {
  const old = sectionsOf(before);
  const now = sectionsOf(after);
  const names = [...new Set([...old.keys(), ...now.keys()])].filter((name) => wanted.test(name));
  return names
    .filter((name) => old.get(name) !== now.get(name))
    .map((name) => name.replace(/^\[/, ''));
}

/** What of a module of Go is taken from elsewhere. */
function goParts(before: string, after: string): readonly string[] {
  const lines = (text: string): string =>
    [...text.matchAll(/^(?:\s*replace\s.*|.*=>.*|toolchain\s.*)$/gm)]
      .map(([line]) => line.trim())
      .join('\n');
  return lines(before) === lines(after) ? [] : ['replace'];
}
