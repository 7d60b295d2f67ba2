import { mkdirSync, readFileSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { GitClient } from '#main/git/client.ts';
import { AgentFilesReader } from '#main/trust/agent-parts.ts';
import { worktreeAgentFiles } from '#main/trust/worktree-agents.ts';
import { makeRepository } from '../helpers/repositories.ts';
import type { TestRepository } from '../helpers/repositories.ts';

/** Paths and hashes of what agents take programs from: in the commit, and in its checkout. */
async function bothSides(
  repository: TestRepository,
): Promise<{ commit: string[]; tree: string[] }> {
  const head = repository.commit('agents');
  const read = await new AgentFilesReader(repository.client).read(head);
  const { files, problem } = await worktreeAgentFiles(repository.root, 'sha1');
  expect(problem).toBeNull();
  const told = (list: typeof files): string[] =>
    list.map(({ path, hash }) => `${path} ${hash}`).toSorted();
  return { commit: told(read), tree: told(files) };
}

describe('what agents take programs from', () => {
  it('is the same in a commit and in a worktree, also where it is large, no text, or behind links', async () => {
    const repository = makeRepository();
    const { root } = repository;
    mkdirSync(join(root, '.claude'));
    mkdirSync(join(root, 'conf/b'), { recursive: true });
    writeFileSync(join(root, '.claude/big.bin'), '');
    truncateSync(join(root, '.claude/big.bin'), 5 * 1024 ** 2);
    writeFileSync(join(root, '.claude/bytes'), Buffer.from([0xff, 0x0a, 0xfe]));
    writeFileSync(join(root, '.claude/windows'), 'one\r\ntwo\r\n');
    writeFileSync(join(root, '.claude/mark'), '\uFEFFone\n');
    writeFileSync(join(root, 'conf/b/hook.json'), '{}\n');
    symlinkSync('conf', join(root, 'a'));
    symlinkSync('a/b', join(root, '.codex'));
    symlinkSync('../a/b/hook.json', join(root, '.claude/one'));
    const { commit, tree } = await bothSides(repository);
    expect(tree).toEqual(commit);
    expect(tree.map((line) => line.split(' ')[0])).toEqual(
      expect.arrayContaining(['.claude/big.bin', '.claude/bytes', 'a', 'conf/b/hook.json']),
    );
  });

  it('is something else as soon as one byte is, whatever the bytes are', async () => {
    const repository = makeRepository();
    const file = join(repository.root, '.mcp.json');
    writeFileSync(file, Buffer.from([0xff]));
    const before = await bothSides(repository);
    writeFileSync(file, Buffer.from([0xfe]));
    const after = await bothSides(repository);
    expect(after.tree).not.toEqual(before.tree);
    expect(after.commit).not.toEqual(before.commit);
  });

  it('is read with as few gits for hundreds of files as for one', async () => {
    const repository = makeRepository();
    mkdirSync(join(repository.root, '.claude'));
    for (let index = 0; index < 300; index += 1) {
      writeFileSync(join(repository.root, `.claude/${index}.md`), `${index}\n`);
    }
    const head = repository.commit('agents');
    let gits = 0;
    const git: GitClient = {
      ...repository.client,
      run: async (...asked) => {
        gits += 1;
        return repository.client.run(...asked);
      },
    };
    const files = await new AgentFilesReader(git).read(head);
    expect(files).toHaveLength(300);
    expect(files.find(({ path }) => path === '.claude/7.md')?.text).toBe(
      readFileSync(join(repository.root, '.claude/7.md'), 'utf8'),
    );
    expect(gits).toBeLessThan(5);
  });
});

describe('what nobody can look at as a whole', () => {
  it('is told as a problem, never as nothing', async () => {
    const { root } = makeRepository();
    for (let index = 0; index < 60; index += 1) {
      mkdirSync(join(root, '.agents', String(index % 2), String(index)), { recursive: true });
    }
    mkdirSync(join(root, '.claude'));
    writeFileSync(join(root, '.claude/settings.json'), '{}\n');
    expect((await worktreeAgentFiles(root, 'sha1', 50)).problem).toContain('more than 50');
    expect(await worktreeAgentFiles(root, 'sha1')).toMatchObject({
      files: [{ path: '.claude/settings.json' }],
      problem: null,
    });
  });

  it('is what a link out of the repository leads to', async () => {
    const { root } = makeRepository();
    symlinkSync('/elsewhere', join(root, '.claude'));
    expect((await worktreeAgentFiles(root, 'sha1')).problem).toContain('leads out');
  });
});
