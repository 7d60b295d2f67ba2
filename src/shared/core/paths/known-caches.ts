/** Folders and files that tools make again by themselves, or that no check needs. */
const caches: ReadonlySet<string> = new Set([
  '__pycache__',
  'coverage',
  'htmlcov',
  '.cache',
  '.coverage',
  '.DS_Store',
  '.eslintcache',
  '.gradle',
  '.idea',
  '.mypy_cache',
  '.nox',
  '.nyc_output',
  '.parcel-cache',
  '.pytest_cache',
  '.ruff_cache',
  '.switchyard',
  '.tox',
  '.turbo',
  '.vscode',
]);

/** Whether a path, as git lists it, is only a tool's cache, a log, or an editor's. */
export function isKnownCache(path: string): boolean {
  const names = path.replace(/\/$/, '').split('/');
  const last = names.at(-1) ?? '';
  return names.some((name) => caches.has(name)) || /\.(?:log|pyc|tsbuildinfo|swp)$|~$/.test(last);
}
