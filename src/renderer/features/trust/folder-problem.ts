import type { TrustFolder } from '#shared/model/trust.ts';

/** Why a typed folder cannot have a rule; null when it can. Only whole paths: a rule holds wherever the app is started. */
export function folderProblem(typed: string, known: readonly TrustFolder[]): string | null {
  const folder = typed.trim();
  if (folder === '') return 'Write the path of a folder.';
  if (!/^(?:\/|[A-Za-z]:[\\/])/.test(folder)) {
    return 'Write the whole path, from the root of the disk.';
  }
  if (/^(?:\/+|[A-Za-z]:[\\/]*)$/.test(folder)) {
    return 'That is the whole disk: everything you ever clone would be trusted.';
  }
  if (known.some((one) => one.folder === folder)) return 'There is a rule for this folder.';
  return null;
}
