import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { randomIdSource } from '#shared/lib/ids.ts';
import { silentLogger } from '#shared/lib/logger.ts';
import { silentTracer } from '#shared/lib/tracer.ts';
import type { ForeignChange } from '#shared/model/foreign-change.ts';
import { Guard } from '#main/guard/guard.ts';
import { RepositoryReader } from '#main/guard/read-repository.ts';
import { isWatchedRef } from '#main/guard/ref-files.ts';
import { makeRepository } from '../helpers/repositories.ts';
import type { RepositoryOptions, TestRepository } from '../helpers/repositories.ts';

const branches = ['a', 'b/c', 'b/d', 'epic/e', 'agent/t1'] as const;

/** What git does to refs and the stash, and what a program does that writes the files of git itself. */
const steps = fc.array(
  fc.oneof(
    fc.record({ kind: fc.constant('move' as const), branch: fc.constantFrom(...branches) }),
    fc.record({ kind: fc.constant('delete' as const), branch: fc.constantFrom(...branches) }),
    fc.record({ kind: fc.constant('write' as const), branch: fc.constantFrom('a', 'epic/e') }),
    fc.record({
      kind: fc.constantFrom('tag', 'pack', 'stash', 'drop', 'fetch', 'detach' as const),
    }),
  ),
  { minLength: 3, maxLength: 12 },
);

function newCommit({ git }: TestRepository, name: string): string {
  return git('commit-tree', '-p', 'main', '-m', name, 'main^{tree}');
}

function readerOf({
  client,
  root,
  commonDirectory,
  environment,
}: TestRepository): RepositoryReader {
  return new RepositoryReader({
    git: client,
    repository: { root, commonDirectory },
    ownFolders: [],
    agreementFiles: [],
    environment,
  });
}

/** What git itself says of the refs that are looked at. */
function refsOf({ git }: TestRepository): ReadonlyMap<string, string> {
  const lines = git('for-each-ref', '--format=%(refname) %(objectname)').split('\n');
  const refs = lines.map((line) => line.split(' '));
  return new Map(refs.flatMap(([ref = '', at = '']) => (isWatchedRef(ref) ? [[ref, at]] : [])));
}

function stashOf({ git }: TestRepository): readonly string[] {
  const listed = git('stash', 'list', '--format=%H');
  return listed === '' ? [] : listed.split('\n');
}

describe('what is read of a repository', () => {
  it('is not the list of refs that gc writes for servers, also under its name of a moment', async () => {
    const repository = makeRepository();
    const reader = readerOf(repository);
    const info = join(repository.root, '.git/info');
    repository.git('update-server-info');
    writeFileSync(join(info, 'refs_aB3dE9'), '');
    writeFileSync(join(info, 'refs_of_mine'), '');
    const { files } = await reader.read();
    const seen = [...files.keys()].filter((path) => path.startsWith(join(info, 'refs')));
    expect(seen).toEqual([join(info, 'refs_of_mine')]);
  });

  it('is what git says, whatever moved since the last look, also within the same moment', async () => {
    await fc.assert(
      fc.asyncProperty(steps, async (chosen) => {
        const repository = makeRepository();
        const reader = readerOf(repository);
        await reader.read();
        for (const [index, step] of chosen.entries()) {
          act(repository, step, `${index}`);
          const { refs, stash, heads } = await reader.read();
          expect(refs).toEqual(refsOf(repository));
          expect(stash.map(({ commit }) => commit)).toEqual(stashOf(repository));
          const head = readFileSync(join(repository.root, '.git/HEAD'), 'utf8').trim();
          expect(heads).toEqual(new Map([[repository.root, head]]));
        }
      }),
      { numRuns: 8 },
    );
  }, 120_000);
});

function act(
  repository: TestRepository,
  step: { readonly kind: string; readonly branch?: string },
  name: string,
): void {
  const { git, write, root } = repository;
  const ref = `refs/heads/${step.branch ?? 'a'}`;
  switch (step.kind) {
    case 'move':
      git('update-ref', ref, newCommit(repository, name));
      return;
    case 'delete':
      git('update-ref', '-d', ref);
      return;
    case 'write': {
      const file = join(root, '.git', ref);
      if (existsSync(file)) writeFileSync(file, `${newCommit(repository, name)}\n`);
      return;
    }
    case 'tag':
      git('tag', '--force', '-a', '-m', name, 'v', newCommit(repository, name));
      return;
    case 'pack':
      git('pack-refs', '--all');
      return;
    case 'stash':
      write({ 'a.txt': `${name}\n` });
      git('-c', 'user.name=x', '-c', 'user.email=x@example.invalid', 'stash', 'push', '--quiet');
      return;
    case 'drop':
      if (stashOf(repository).length > 0) git('stash', 'drop', '--quiet', 'stash@{0}');
      return;
    case 'fetch':
      git('update-ref', 'refs/remotes/origin/main', newCommit(repository, name));
      return;
    case 'detach':
      git('checkout', '--quiet', '--detach');
      return;
    default:
      throw new Error(step.kind);
  }
}

describe('a guard', () => {
  function guardOf(repository: TestRepository): Guard {
    const { client: git, root, commonDirectory, environment, folder } = repository;
    return new Guard({
      git,
      repository: { root, commonDirectory },
      ownFolders: [],
      agreementFiles: [],
      keptFolder: join(folder, 'kept'),
      temporaryFolder: folder,
      isOfRun: true,
      environment,
      isOwnMove: () => false,
      isOwnFile: () => false,
      knownChanges: () => [],
      ranBetween: () => [],
      snapshotsOf: () => new Map(),
      clock: { now: () => Date.now() },
      ids: randomIdSource(),
      logger: silentLogger,
      tracer: silentTracer,
    });
  }

  const work = { runId: 'r', attemptId: 'a', taskId: 't', number: 1, what: 'agent' } as const;

  function arranged(options?: RepositoryOptions): TestRepository {
    const repository = makeRepository(options);
    repository.git('tag', 'v1');
    return repository;
  }

  it('reports again what could not be recorded, also to the process that takes over', async () => {
    const repository = arranged();
    const crash = (): never => {
      throw new Error('killed');
    };
    const act = async (): Promise<void> => void repository.git('tag', '-d', 'v1');
    await expect(guardOf(repository).around(work, crash, act)).rejects.toThrow('killed');
    const seen: ForeignChange[] = [];
    await guardOf(repository).around(
      work,
      ({ change }) => seen.push(change),
      async () => {},
    );
    expect(seen.map(({ items }) => items)).toMatchObject([[{ ref: 'refs/tags/v1', to: null }]]);
  });

  it('names all that ran when something changed, and only that', async () => {
    const repository = arranged();
    const guard = guardOf(repository);
    const seen: ForeignChange[] = [];
    const watch = ({ change }: { readonly change: ForeignChange }): void => void seen.push(change);
    await guard.around({ ...work, attemptId: 'before' }, watch, async () => {});
    const ends = Promise.withResolvers<void>();
    const long = guard.around({ ...work, attemptId: 'long' }, watch, async () => ends.promise);
    await guard.around({ ...work, attemptId: 'short' }, watch, async () => {
      repository.git('tag', '-d', 'v1');
    });
    ends.resolve();
    await long;
    repository.git('tag', 'v2');
    await guard.around({ ...work, attemptId: 'after' }, watch, async () => {});
    const ran = seen.map((change) => change.ran.map(({ attemptId }) => attemptId));
    expect(ran).toEqual([['long', 'short'], []]);
  });

  it('lets work go on where it cannot look', async () => {
    const repository = arranged();
    const guard = guardOf(repository);
    repository.write({ '.git/config': 'this is no configuration [' });
    expect(
      await guard.around(
        work,
        () => {},
        async () => 'done',
      ),
    ).toBe('done');
  });
});
