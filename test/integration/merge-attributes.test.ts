import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { mergeTrees } from '#main/git/merge.ts';
import { makeRepository } from '../helpers/repositories.ts';
import type { TestRepository } from '../helpers/repositories.ts';

/** A repository in which two branches changed the same line of `dir/a.txt`. */
function conflicting(files: Readonly<Record<string, string>> = {}): {
  readonly repository: TestRepository;
  readonly merge: () => ReturnType<typeof mergeTrees>;
} {
  const repository = makeRepository({ files: { 'dir/a.txt': 'one\n', ...files } });
  const base = repository.git('rev-parse', 'HEAD');
  repository.git('branch', 'epic/e');
  repository.git('branch', 'agent/e.1', base);
  const ours = repository.commitOn('epic/e', { 'dir/a.txt': 'ours\n' });
  const theirs = repository.commitOn('agent/e.1', { 'dir/a.txt': 'theirs\n' });
  return { repository, merge: async () => mergeTrees(repository.client, ours, theirs) };
}

const union = '* merge=union\n';

describe('a merge', () => {
  it.each([
    ['.gitattributes', 'not committed'],
    ['dir/.gitattributes', 'below, not committed'],
  ])('reads no attributes of a checkout: %s, %s', async (path) => {
    const { repository, merge } = conflicting();
    repository.write({ [path]: union });
    expect((await merge()).conflicts).toEqual(['dir/a.txt']);
  });

  it('reads none that are staged, or committed on another branch', async () => {
    const { repository, merge } = conflicting();
    repository.write({ '.gitattributes': union });
    repository.git('add', '.gitattributes');
    expect((await merge()).conflicts).toEqual(['dir/a.txt']);
    repository.git('commit', '--quiet', '--message', 'Attributes of main');
    expect((await merge()).conflicts).toEqual(['dir/a.txt']);
  });

  it.each(['.gitattributes', 'dir/.gitattributes'])(
    'reads those of the epic (%s), whatever the checkout has in their place',
    async (path) => {
      const { repository, merge } = conflicting({ [path]: union });
      repository.write({ [path]: '* -merge\n' });
      const merged = await merge();
      expect(merged.conflicts).toEqual([]);
      expect(repository.git('show', `${merged.tree}:dir/a.txt`)).toBe('ours\ntheirs');
    },
  );

  it('reads those of the epic anew when the epic has others', async () => {
    const { repository, merge } = conflicting();
    expect((await merge()).conflicts).toEqual(['dir/a.txt']);
    const ours = repository.commitOn('epic/e', { '.gitattributes': union });
    const theirs = repository.git('rev-parse', 'agent/e.1');
    expect((await mergeTrees(repository.client, ours, theirs)).conflicts).toEqual([]);
    const later = repository.commitOn('epic/e', { '.gitattributes': '# none\n' });
    expect((await mergeTrees(repository.client, later, theirs)).conflicts).toEqual(['dir/a.txt']);
  });

  it('reads what the person says for this repository alone', async () => {
    const { repository, merge } = conflicting();
    const info = join(repository.commonDirectory, 'info');
    mkdirSync(info, { recursive: true });
    writeFileSync(join(info, 'attributes'), union);
    expect((await merge()).conflicts).toEqual([]);
  });

  it('runs a driver of the person that lies in their checkout', async () => {
    const { repository, merge } = conflicting({ '.gitattributes': '*.txt merge=mine\n' });
    const script = '#!/bin/sh\nprintf "by the driver\\n" > "$2"\n';
    repository.write({ 'tools/merge.sh': script });
    chmodSync(join(repository.root, 'tools/merge.sh'), 0o755);
    repository.git('config', 'merge.mine.driver', './tools/merge.sh %O %A %B');
    const merged = await merge();
    expect(merged.conflicts).toEqual([]);
    expect(repository.git('show', `${merged.tree}:dir/a.txt`)).toBe('by the driver');
  });

  it('leaves checkout and index as they were', async () => {
    const { repository, merge } = conflicting({ '.gitattributes': union });
    repository.write({ 'own.txt': 'my own\n' });
    const before = repository.git('status', '--porcelain');
    await merge();
    expect(repository.git('status', '--porcelain')).toBe(before);
  });
});
