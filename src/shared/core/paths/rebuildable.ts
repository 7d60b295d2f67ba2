/** Folders that programs fill and can fill again: dependencies, caches, what was built. */
const folders: ReadonlySet<string> = new Set([
  'node_modules',
  'bower_components',
  '.venv',
  'venv',
  '__pycache__',
  '.pytest_cache',
  '.mypy_cache',
  '.ruff_cache',
  '.tox',
  '.nox',
  '.eggs',
  'target',
  '.gradle',
  '.m2',
  '.next',
  '.nuxt',
  '.svelte-kit',
  '.turbo',
  '.nx',
  '.parcel-cache',
  '.cache',
  '.vite',
  '.angular',
  '.yarn',
  '.pnpm-store',
  '.dart_tool',
  '.terraform',
  'Pods',
  'DerivedData',
  'coverage',
  '.nyc_output',
  '.idea',
]);

const files =
  /(?:\.pyc|\.pyo|\.class|\.tsbuildinfo|\.swp|~|^\.DS_Store|^Thumbs\.db|^\.eslintcache|^\.coverage)$/;

/** Whether what git ignores at a path is nothing that anybody has to keep: programs make it again. */
export function isRebuildable(path: string): boolean {
  const parts = path.split('/').filter((part) => part !== '');
  if (parts.some((part) => folders.has(part) || part.endsWith('.egg-info'))) return true;
  return !path.endsWith('/') && files.test(parts.at(-1) ?? '');
}
