import type { RepositoryKind } from './repository-kind.ts';

const testFiles: Readonly<Record<RepositoryKind, RegExp>> = {
  node: /\.test\.[cm]?[jt]s$/,
  vitest: /\.(?:test|spec)\.[cm]?[jt]sx?$/,
  jest: /\.(?:test|spec)\.[jt]sx?$/,
  pytest: /(?:^|\/)(?:test_[^/]*|[^/]*_test)\.py$/,
  shell: /^$/,
};

/**
 * Where tests are looked for in a repository with these files: the folder that has most test files, the first
 * of several; empty, which is the root, where there are none.
 */
export function plantFolder(kind: RepositoryKind, files: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const file of files) {
    if (!testFiles[kind].test(file)) continue;
    const folder = file.includes('/') ? file.slice(0, file.lastIndexOf('/')) : '';
    counts.set(folder, (counts.get(folder) ?? 0) + 1);
  }
  const [most] = [...counts].toSorted(([one, a], [other, b]) => b - a || one.localeCompare(other));
  return most?.[0] ?? '';
}
