/**
 * Verbs that end the same when they are done once more, whether the first time came to its end, or to nothing: they
 * only read, or write objects, or bring an index or files to what their arguments say.
 */
const repeatable: ReadonlySet<string> = new Set([
  'add',
  'cat-file',
  'check-attr',
  'check-ignore',
  'check-ref-format',
  'checkout-index',
  'clean',
  'commit-tree',
  'diff',
  'diff-files',
  'diff-index',
  'diff-tree',
  'fetch',
  'for-each-ref',
  'fsck',
  'hash-object',
  'init',
  'log',
  'ls-files',
  'ls-remote',
  'ls-tree',
  'merge-base',
  'merge-file',
  'merge-tree',
  'mktree',
  'pack-objects',
  'read-tree',
  'rev-list',
  'rev-parse',
  'show',
  'status',
  'update-index',
  'var',
  'version',
  'write-tree',
]);

/** Whether a git of which nobody knows how far it came may be run again as it was. */
export function isRepeatable(args: readonly string[]): boolean {
  return repeatable.has(args[0] ?? '');
}
