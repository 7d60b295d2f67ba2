import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { projectConfigSchema } from '#shared/model/project-config.ts';
import type { TrustAgreement, TrustPart } from '#shared/model/trust.ts';
import { isAgentFile, mayContainAgentFiles } from './agent-files.ts';
import { compareWithAgreement, trustStateOf } from './compare.ts';
import { configParts, safeConfig } from './config-parts.ts';
import { trustedFolderOf } from './folder-rules.ts';
import { harmlessValue, namesProgram } from './git-programs.ts';
import { changedLines } from './line-changes.ts';
import { digestText } from './parts.ts';

const part = (name: string, text: string, more: Partial<TrustPart> = {}): TrustPart => ({
  kind: 'config',
  name,
  place: null,
  hash: text,
  text,
  isCut: false,
  ...more,
});

const agreed = (...parts: readonly TrustPart[]): TrustAgreement => ({
  version: 1,
  agreedAt: '2026-01-01T00:00:00.000Z',
  parts: [...parts],
  imported: [],
});

const hostile = projectConfigSchema.parse({
  base_branch: 'trunk',
  workflow: { max_parallel_tasks: 7 },
  commands: { test: 'evil test', build: 'evil build', lint: 'evil lint' },
  worktree: { copy: ['*.secret'], clone: ['evil'], setup: 'evil setup' },
  agents: {
    default: 'evil',
    by_type: { test: 'claude', docs: 'evil' },
    custom: { evil: { command: ['evil'] }, claude: { command: ['./evil'] } },
  },
  git: { push: 'task', worktrees_dir: '/evil', branch_prefix: 'x' },
});

describe('the config of a repository', () => {
  it('is told key by key where it can execute, push, copy or reach outside', () => {
    expect(configParts(hostile, true).map(({ name }) => name)).toEqual([
      '(the file itself)',
      'commands.build',
      'commands.test',
      'commands.lint',
      'worktree.copy',
      'worktree.clone',
      'worktree.setup',
      'agents.default',
      'agents.by_type',
      'agents.custom.evil',
      'agents.custom.claude',
      'git.push',
      'git.worktrees_dir',
    ]);
  });

  it('has no word of it in the config that applies before a person agrees, but for what is harmless', () => {
    const safe = safeConfig(hostile, new Set(['claude', 'script']));
    expect(JSON.stringify(safe)).not.toContain('evil');
    expect(safe).toMatchObject({
      base_branch: 'trunk',
      workflow: { max_parallel_tasks: 7 },
      agents: { default: 'claude', by_type: { test: 'claude' }, custom: {} },
      worktree: { copy: [], clone: [], setup: '' },
      git: { push: 'manual', pull_before_epic: false, push_epic_branch: false },
    });
    expect(safe.git.worktrees_dir).toBeUndefined();
  });

  it('tells the commands that run by themselves, and that there is a file', () => {
    const plain = projectConfigSchema.parse({});
    expect(configParts(plain, false).map(({ name }) => name)).toEqual(['commands.test']);
    expect(configParts(plain, true)).toHaveLength(2);
  });
});

describe('an agreement', () => {
  it('is new without one, holds for the same parts, and is asked for again when one differs', () => {
    const parts = [part('a', '1'), part('b', '2')];
    expect(trustStateOf({ ...agreed(), agreedAt: null }, parts, null)).toBe('new');
    expect(trustStateOf(agreed(...parts), parts, null)).toBe('trusted');
    expect(trustStateOf(agreed(...parts), [part('a', '1'), part('b', '3')], null)).toBe('changed');
    expect(trustStateOf(agreed(...parts), [...parts, part('c', '')], null)).toBe('changed');
    expect(trustStateOf({ ...agreed(), agreedAt: null }, parts, '/home/me')).toBe('trusted');
  });

  it('is not asked for what is gone, nor for what was agreed to on another branch', () => {
    const onEpic = part('x', '1', { kind: 'agent', place: 'epic/e' });
    expect(trustStateOf(agreed(part('a', '1'), onEpic), [], null)).toBe('trusted');
    expect(trustStateOf(agreed(onEpic), [{ ...onEpic, place: null }], null)).toBe('trusted');
    // The same text under another name is another thing.
    expect(trustStateOf(agreed(part('a', '1')), [part('b', '1')], null)).toBe('changed');
  });

  it('shows news first, each with what it was', () => {
    const before = [part('a', '1'), part('b', '2'), part('c', '3')];
    const compared = compareWithAgreement(agreed(...before), [
      part('a', '1'),
      part('b', 'two'),
      part('d', '4'),
    ]);
    expect(
      compared.map(({ part: one, change, before: old }) => [one.name, change, old?.text]),
    ).toEqual([
      ['b', 'changed', '2'],
      ['c', 'removed', '3'],
      ['d', 'added', undefined],
      ['a', 'same', '1'],
    ]);
  });

  it('has one digest for the same parts in any order, and another for any other', () => {
    const name = fc.string({ maxLength: 3 });
    const some = fc.array(fc.tuple(name, name), { maxLength: 5 });
    fc.assert(
      fc.property(some, some, (one, other) => {
        const parts = one.map(([key, text]) => part(key, text));
        const others = other.map(([key, text]) => part(key, text));
        expect(digestText(parts.toReversed())).toBe(digestText(parts));
        const all = (some: readonly TrustPart[]): string =>
          some
            .map((given) => JSON.stringify(given))
            .sort()
            .join();
        expect(digestText(parts) === digestText(others)).toBe(all(parts) === all(others));
      }),
      { numRuns: 200 },
    );
  });
});

describe('rules for folders', () => {
  const trust = (folder: string) => ({ folder, rule: 'trust' as const });
  const ask = (folder: string) => ({ folder, rule: 'ask' as const });

  it('count for what lies in or below, the innermost first', () => {
    expect(trustedFolderOf('/home/me/code/app', [trust('/home/me')])).toBe('/home/me');
    expect(
      trustedFolderOf('/home/me/code/app', [trust('/home/me'), ask('/home/me/code')]),
    ).toBeNull();
    const inner = [trust('/home/me'), ask('/home/me/code'), trust('/home/me/code/app/')];
    expect(trustedFolderOf('/home/me/code/app', inner)).toBe('/home/me/code/app/');
    expect(trustedFolderOf('/home/me', [trust('/home/me')])).toBe('/home/me');
    expect(trustedFolderOf('/x', [trust('/')])).toBe('/');
  });

  it('do not count for a folder whose name only begins so', () => {
    expect(trustedFolderOf('/home/mean/app', [trust('/home/me')])).toBeNull();
    expect(trustedFolderOf('/home/me', [trust('/home/me/work')])).toBeNull();
    expect(trustedFolderOf('/x', [])).toBeNull();
  });
});

describe('what agents take programs from', () => {
  it.each([
    '.claude/settings.json',
    '.claude/skills/x/run.sh',
    '.Claude/settings.local.json',
    '.mcp.json',
    '.gemini/settings.json',
    '.codex/config.toml',
    '.opencode/plugin/a.js',
    'opencode.json',
    '.qwen/settings.json',
    '.cursor/mcp.json',
    '.vscode/mcp.json',
    '.agents/skills/x/SKILL.md',
  ])('is %s', (path) => {
    expect(isAgentFile(path)).toBe(true);
    expect(mayContainAgentFiles(path.split('/')[0] ?? '')).toBe(true);
  });

  it.each([
    'AGENTS.md',
    'CLAUDE.md',
    'GEMINI.md',
    'src/.claude/x',
    '.vscode/settings.json',
    'docs/x',
  ])('is not %s', (path) => expect(isAgentFile(path)).toBe(false));
});

describe('settings of git', () => {
  it.each([
    ['core.fsmonitor', 'x'],
    ['core.hookspath', '.husky'],
    ['CORE.SSHCOMMAND', 'x'],
    ['credential.https://a.b/c.d.helper', 'x'],
    ['filter.a=b.clean', 'x'],
    ['filter.a\nb.process', 'x'],
    ['diff.x.textconv', 'x'],
    ['merge.x.driver', 'x'],
    ['gpg.ssh.program', 'x'],
    ['remote.o.url', 'ext::sh -c x'],
    ['remote.o.uploadpack', 'x'],
    ['submodule.x.update', '!x'],
    ['protocol.ext.allow', 'always'],
    ['alias.st', '!x'],
  ])('that name programs: %j', (key, value) => {
    expect(namesProgram(key, value)).toBe(true);
    expect(harmlessValue(key)).not.toBe(value);
  });

  it.each([
    ['remote.origin.url', 'https://example.invalid/x.git'],
    ['remote.origin.url', 'git@example.invalid:x.git'],
    ['user.name', 'x'],
    ['branch.main.merge', 'refs/heads/main'],
    ['core.autocrlf', 'true'],
  ])('that do not: %j', (key, value) => expect(namesProgram(key, value)).toBe(false));
});

describe('the lines of a change', () => {
  it('are those around it', () => {
    const before = Array.from({ length: 20 }, (_unused, index) => `line ${index}`);
    const after = before.with(10, 'other');
    const lines = changedLines(before.join('\n'), after.join('\n'));
    expect(lines.filter(({ kind }) => kind !== 'same')).toEqual([
      { kind: 'removed', text: 'line 10' },
      { kind: 'added', text: 'other' },
    ]);
    expect(lines[0]).toEqual({ kind: 'same', text: '…' });
    expect(lines).toHaveLength(10);
  });

  it('are told one after the other where nearly all differ, and never without end', () => {
    const many = (word: string): string =>
      Array.from({ length: 5_000 }, (_unused, index) => `${word} ${index}`).join('\n');
    const lines = changedLines(many('a'), many('b'));
    expect(lines.length).toBeLessThanOrEqual(2_000);
    expect(lines[0]?.kind).toBe('removed');
  });
});
