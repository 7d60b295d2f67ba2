import type { TestRepository } from './repositories.ts';

/** A file as the vault of a task has it, in whichever of its commits; null when none has it. */
export function vaultFile(repository: TestRepository, taskId: string, path: string): string | null {
  const refs = repository.git(
    'for-each-ref',
    '--sort=-creatordate',
    '--format=%(refname)',
    `refs/switchyard/vault/${taskId}/`,
  );
  const found = refs
    .split('\n')
    .filter((ref) => ref !== '')
    .map((ref) => repository.fileAt(ref, path));
  return found.find((content) => content !== null) ?? null;
}

/** Whether the vault of a task keeps a commit. */
export function isInVault(repository: TestRepository, taskId: string, commit: string): boolean {
  const args = ['for-each-ref', '--contains', commit, `refs/switchyard/vault/${taskId}`];
  return repository.git(...args) !== '';
}
