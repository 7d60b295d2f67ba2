import type { TreeFolder } from './tree-folder.ts';

/** What git sees that differs from the app's index, ignored or not; a folder of which all is new is named once. */
export async function lookAt({ git }: TreeFolder): Promise<string> {
  const args = ['ls-files', '--modified', '--others', '--directory', '--no-empty-directory'];
  return (await git.run(args, { settings: ['core.quotePath=true'] })).stdout;
}
