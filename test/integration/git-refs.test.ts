import { chmodSync, existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { GitError } from '#main/git/git-error.ts';
import {
  absent,
  isAncestor,
  listRefs,
  refNames,
  resolveCommit,
  updateRefs,
} from '#main/git/refs.ts';
import { makeRepository } from '../helpers/repositories.ts';
import type { TestRepository } from '../helpers/repositories.ts';

/** Holds a ref the way another git process does. */
function holdLock({ commonDirectory }: TestRepository, name: string): () => void {
  const lock = join(commonDirectory, `${name}.lock`);
  mkdirSync(dirname(lock), { recursive: true });
  writeFileSync(lock, '');
  return () => rmSync(lock, { force: true });
}

describe('ref updates', () => {
  it('applies all updates of a transaction or none', async () => {
    const repository = makeRepository();
    const first = repository.git('rev-parse', 'HEAD');
    const second = repository.commit('second');
    const [one, two] = [refNames.epicBranch('one'), refNames.epicBranch('two')];
    await updateRefs(repository.client, [{ ref: one, target: first, expected: absent }], 'test');
    const wrong = await updateRefs(
      repository.client,
      [
        { ref: two, target: second, expected: absent },
        { ref: one, target: second, expected: second },
      ],
      'test',
    );
    expect(wrong).toBe(false);
    expect(repository.resolve(one)).toBe(first);
    expect(repository.resolve(two)).toBeNull();
    const right = await updateRefs(
      repository.client,
      [
        { ref: two, target: second, expected: absent },
        { ref: one, target: second, expected: first },
      ],
      'test',
    );
    expect(right).toBe(true);
    expect([repository.resolve(one), repository.resolve(two)]).toEqual([second, second]);
  });

  it('answers false when a ref that must not exist exists, or one that must is gone', async () => {
    const repository = makeRepository();
    const head = repository.git('rev-parse', 'HEAD');
    const ref = refNames.archive('t.1');
    const create = { ref, target: head, expected: absent };
    expect(await updateRefs(repository.client, [create], 'test')).toBe(true);
    expect(await updateRefs(repository.client, [create], 'test')).toBe(false);
    const gone = { ref: refNames.archive('t.2'), target: head, expected: head };
    expect(await updateRefs(repository.client, [gone], 'test')).toBe(false);
  });

  it('deletes a ref only where it is expected, also a packed one', async () => {
    const repository = makeRepository();
    const first = repository.git('rev-parse', 'HEAD');
    const second = repository.commit('second');
    const ref = refNames.taskBranch('t.1');
    repository.git('update-ref', ref, second);
    const wrong = { ref, target: absent, expected: first };
    expect(await updateRefs(repository.client, [wrong], 'test')).toBe(false);
    expect(repository.resolve(ref)).toBe(second);
    repository.git('pack-refs', '--all');
    const right = { ref, target: absent, expected: second };
    expect(await updateRefs(repository.client, [right], 'test')).toBe(true);
    expect(repository.resolve(ref)).toBeNull();
    expect(await updateRefs(repository.client, [right], 'test')).toBe(false);
  });

  it('moves a ref whatever it stands at when nothing is expected', async () => {
    const repository = makeRepository();
    const head = repository.git('rev-parse', 'HEAD');
    const ref = refNames.archive('t.1');
    const update = { ref, target: head, expected: null };
    expect(await updateRefs(repository.client, [update], 'test')).toBe(true);
    expect(await updateRefs(repository.client, [update], 'test')).toBe(true);
    expect(await updateRefs(repository.client, [{ ...update, target: absent }], 'test')).toBe(true);
    expect(repository.resolve(ref)).toBeNull();
  });

  it.each(['A', 'a.b-c_d', '1', 'a.locker', '0'.repeat(40), 'HEAD', 'z'.repeat(100)])(
    'works with the id %s',
    async (id) => {
      const repository = makeRepository();
      const head = repository.git('rev-parse', 'HEAD');
      const refs = [
        refNames.epicBranch(id),
        refNames.taskBranch(id),
        refNames.archive(id),
        refNames.vault(id, 1),
      ];
      const updates = refs.map((ref) => ({ ref, target: head, expected: absent }));
      expect(await updateRefs(repository.client, updates, 'test')).toBe(true);
      for (const ref of refs) expect(await resolveCommit(repository.client, ref)).toBe(head);
      expect(await listRefs(repository.client, refNames.vaultPrefix(id))).toEqual([
        { ref: refNames.vault(id, 1), target: head },
      ]);
    },
  );

  it('waits while another process holds the lock, and goes on when it is let go', async () => {
    const repository = makeRepository();
    const head = repository.git('rev-parse', 'HEAD');
    const ref = refNames.epicBranch('e');
    const release = holdLock(repository, ref);
    const updating = updateRefs(repository.client, [{ ref, target: head, expected: absent }], 't');
    setTimeout(release, 150);
    expect(await updating).toBe(true);
    expect(repository.resolve(ref)).toBe(head);
  });

  it.each([
    ['a ref', 'refs/heads/epic/e', absent],
    ['the packed refs', 'packed-refs', null],
  ])('never forces the lock of %s, and says that it is held', async (_what, lock, expected) => {
    const repository = makeRepository();
    const head = repository.git('rev-parse', 'HEAD');
    const ref = 'refs/heads/epic/e';
    if (expected === null) repository.git('update-ref', ref, head);
    holdLock(repository, lock);
    const target = expected === null ? absent : head;
    const updating = updateRefs(
      repository.client,
      [{ ref, target, expected: expected ?? head }],
      't',
    );
    const error = await updating.catch((problem: unknown) => problem);
    expect(error).toBeInstanceOf(GitError);
    expect(error).toMatchObject({
      kind: 'lock-held',
      failure: { code: 'git-lock-held', action: expect.stringContaining('wait') },
    });
    expect(existsSync(join(repository.commonDirectory, `${lock}.lock`))).toBe(true);
    expect(repository.resolve(ref)).toBe(expected === null ? head : null);
  });

  it.each([
    ['waits while another git makes a worktree', 150],
    ['says what to do about a worktree that stays half made', null],
  ])('%s', async (_what, completedAfterMs) => {
    const repository = makeRepository();
    repository.git('worktree', 'add', '--quiet', join(repository.folder, 'theirs'));
    const way = join(repository.commonDirectory, 'worktrees/theirs/commondir');
    writeFileSync(way, '');
    const reading = repository.client.text(['for-each-ref', '--format=%(worktreepath)']);
    if (completedAfterMs === null) {
      const action = expect.stringContaining('delete the folder around that file');
      const kind = 'worktree-half-made';
      await expect(reading).rejects.toMatchObject({ kind, failure: { action } });
    } else {
      setTimeout(() => writeFileSync(way, '../..\n'), completedAfterMs);
      expect(await reading).toContain('theirs');
    }
  });

  it('refuses a name that another branch leaves no room for', async () => {
    const repository = makeRepository();
    const head = repository.git('rev-parse', 'HEAD');
    repository.git('branch', 'epic');
    const update = { ref: refNames.epicBranch('e'), target: head, expected: absent };
    await expect(updateRefs(repository.client, [update], 'test')).rejects.toThrow(GitError);
  });

  it('says that a broken ref is damage, not a move', async () => {
    const repository = makeRepository();
    const head = repository.git('rev-parse', 'HEAD');
    const ref = refNames.epicBranch('e');
    mkdirSync(join(repository.commonDirectory, 'refs/heads/epic'), { recursive: true });
    writeFileSync(join(repository.commonDirectory, ref), 'garbage\n');
    const updating = updateRefs(repository.client, [{ ref, target: head, expected: absent }], 't');
    await expect(updating).rejects.toMatchObject({ kind: 'damaged-repository' });
  });

  it('runs no hook of the user', async () => {
    const repository = makeRepository();
    const sign = join(repository.folder, 'hook-ran');
    repository.write({
      '.git/hooks/reference-transaction': `#!/bin/sh\ntouch '${sign}'\nexit 1\n`,
    });
    repository.git('config', 'core.fileMode', 'true');
    chmodSync(join(repository.root, '.git/hooks/reference-transaction'), 0o755);
    const head = repository.git('rev-parse', 'HEAD');
    const update = { ref: refNames.epicBranch('e'), target: head, expected: absent };
    expect(await updateRefs(repository.client, [update], 'test')).toBe(true);
    expect(existsSync(sign)).toBe(false);
  });

  it('works in a repository with SHA-256 names', async () => {
    const repository = makeRepository({ init: ['--object-format=sha256'] });
    const head = repository.git('rev-parse', 'HEAD');
    expect(head).toHaveLength(64);
    const ref = refNames.epicBranch('e');
    const create = { ref, target: head, expected: absent };
    expect(await updateRefs(repository.client, [create], 'test')).toBe(true);
    expect(await updateRefs(repository.client, [create], 'test')).toBe(false);
    const remove = { ref, target: absent, expected: head };
    expect(await updateRefs(repository.client, [remove], 'test')).toBe(true);
    expect(repository.resolve(ref)).toBeNull();
  });
});

describe('questions about commits', () => {
  it('tells ancestors, and that a commit is its own', async () => {
    const repository = makeRepository();
    const first = repository.git('rev-parse', 'HEAD');
    const second = repository.commit('second');
    expect(await isAncestor(repository.client, first, second)).toBe(true);
    expect(await isAncestor(repository.client, second, first)).toBe(false);
    expect(await isAncestor(repository.client, first, first)).toBe(true);
  });

  it('answers null for a revision that names nothing, also one that looks like an option', async () => {
    const { client } = makeRepository();
    for (const revision of ['nothing', '--all', '-h', 'HEAD~99', '']) {
      expect(await resolveCommit(client, revision)).toBeNull();
    }
  });
});
