import type { Importable } from '#shared/contract/workspaces.ts';
import type { Source } from '#main/sources/source.ts';
import type { Workspace } from '#main/engine/workspace.ts';

/** What can be imported into a workspace, and whether its repository has it. */
export async function importableSources({
  sources,
  repository,
}: Pick<Workspace, 'sources' | 'repository'>): Promise<readonly Importable[]> {
  return Promise.all(sources.all.map(async (source) => importableOf(source, repository.root)));
}

async function importableOf(source: Source, root: string): Promise<Importable> {
  const { kind, label } = source;
  if (source.from === 'text') {
    const accept = [...source.endings, source.mediaType].join(',');
    return { from: 'text', kind, label, hint: source.hint, accept };
  }
  const found = await source.find(root);
  return {
    from: 'repository',
    kind,
    label,
    ...source.looksFor,
    isThere: found.ok && found.value,
  };
}
