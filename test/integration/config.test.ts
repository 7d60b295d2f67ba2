import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { projectConfigSchema } from '#shared/model/project-config.ts';
import { readPrompt } from '#main/prompts/read-template.ts';
import { readProjectConfig } from '#main/workspace/config-file.ts';
import { detectCommands } from '#main/workspace/detect-commands.ts';

const resources = fileURLToPath(new URL('../../resources', import.meta.url));
const defaults = projectConfigSchema.parse({});

let root: string;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'switchyard config '));
});
afterEach(() => rm(root, { recursive: true, force: true }));

async function write(files: Readonly<Record<string, string | Uint8Array>>): Promise<void> {
  for (const [name, content] of Object.entries(files)) {
    await mkdir(dirname(join(root, name)), { recursive: true });
    await writeFile(join(root, name), content);
  }
}

describe('readProjectConfig', () => {
  const file = () => join(root, '.switchyard', 'project.yaml');

  it('gives the defaults, and no problem, without a file', async () => {
    expect(await readProjectConfig(root)).toEqual({
      config: defaults,
      problems: [],
      file: file(),
      exists: false,
      text: '',
    });
  });

  it('reads the file, with or without a byte order mark and with Windows line ends', async () => {
    await write({ '.switchyard/project.yaml': '\uFEFFbase_branch: trunk\r\ncolour: blue\r\n' });
    const read = await readProjectConfig(root);
    expect(read).toMatchObject({
      config: { base_branch: 'trunk' },
      exists: true,
      text: 'base_branch: trunk\r\ncolour: blue\r\n',
    });
    expect(read.problems).toMatchObject([
      {
        code: 'config-unknown-key',
        place: { file: file(), line: 2, column: 1, text: 'colour: blue' },
      },
    ]);
  });

  it('gives the defaults and a problem for what cannot be read as text', async () => {
    await write({ '.switchyard/project.yaml': new Uint8Array([0x61, 0xff, 0xfe]) });
    expect(await readProjectConfig(root)).toMatchObject({
      config: defaults,
      exists: true,
      problems: [
        {
          code: 'config-unreadable',
          message: 'The config cannot be read: it is not UTF-8 text.',
          place: { file: file() },
        },
      ],
    });
    await rm(file());
    await mkdir(file());
    expect(await readProjectConfig(root)).toMatchObject({
      config: defaults,
      problems: [
        { code: 'config-unreadable', message: 'The config cannot be read: it is a folder.' },
      ],
    });
  });

  it.each([
    ['a folder of the repository', () => 'trees'],
    ['the repository', () => '.'],
    ['an absolute path into it', () => join(root, 'a', 'trees')],
    ['a path that leaves it and comes back', () => join('..', basename(root), 'trees')],
    ['a link into it', () => `${root}-link`],
    ['a folder below a link into it', () => join(`${root}-link`, 'none', 'yet')],
    ['a folder whose own folder for worktrees leads into it', () => `${root}-beside`],
  ])('refuses %s as the folder of the worktrees, and uses the default', async (_what, named) => {
    await symlink(root, `${root}-link`);
    await mkdir(`${root}-beside`);
    await symlink(root, join(`${root}-beside`, 'switchyard'));
    try {
      const text = JSON.stringify(named());
      await write({ '.switchyard/project.yaml': `git:\n  worktrees_dir: ${text}\n  push: epic\n` });
      const { config, problems } = await readProjectConfig(root);
      expect(config.git).toEqual({ ...defaults.git, push: 'epic' });
      expect(problems).toEqual([
        {
          code: 'config-wrong-value',
          message: `git.worktrees_dir is ${text.slice(0, 80)}; expected a folder outside of the repository.`,
          action: 'Name one beside it, such as "../worktrees"; until then the default is used.',
          place: { file: file(), line: 2, column: 18, text: `  worktrees_dir: ${text}` },
        },
      ]);
    } finally {
      await rm(`${root}-link`);
      await rm(`${root}-beside`, { recursive: true });
    }
  });

  it.each(['../worktrees', '..', '../..'])(
    'takes %s as the folder of the worktrees',
    async (named) => {
      await write({ '.switchyard/project.yaml': `git: { worktrees_dir: ${named} }\n` });
      const { config, problems } = await readProjectConfig(root);
      expect(problems).toEqual([]);
      expect(config.git.worktrees_dir).toBe(named);
    },
  );

  it('refuses the folder above a repository that has the name of the folder for worktrees', async () => {
    const inner = join(root, 'switchyard');
    await write({ 'switchyard/.switchyard/project.yaml': 'git: { worktrees_dir: .. }\n' });
    const { problems } = await readProjectConfig(inner);
    expect(problems).toMatchObject([{ code: 'config-wrong-value' }]);
  });
});

describe('detectCommands', () => {
  const scripts = (test: string) => JSON.stringify({ scripts: { test, build: 'tsc' } });

  it.each<[string, Record<string, string>, string, string]>([
    ['nothing', {}, '', ''],
    ['npm', { 'package.json': scripts('vitest') }, 'npm test', 'npm run build'],
    [
      'pnpm by its lock file',
      { 'package.json': scripts('vitest'), 'pnpm-lock.yaml': '' },
      'pnpm test',
      'pnpm run build',
    ],
    ['yarn', { 'package.json': scripts('jest'), 'yarn.lock': '' }, 'yarn test', 'yarn run build'],
    ['bun', { 'package.json': scripts('x'), 'bun.lock': '' }, 'bun run test', 'bun run build'],
    [
      'the declared package manager before a lock file',
      {
        'package.json': '{"packageManager":"pnpm@9.0.0","scripts":{"test":"x"}}',
        'package-lock.json': '{}',
      },
      'pnpm test',
      '',
    ],
    [
      "npm's own placeholder, which is no test",
      { 'package.json': scripts('echo "Error: no test specified" && exit 1') },
      '',
      'npm run build',
    ],
    [
      'a broken package.json',
      { 'package.json': '{', 'go.mod': 'module x' },
      'go test ./...',
      'go build ./...',
    ],
    ['Rust', { 'Cargo.toml': '[package]' }, 'cargo test', 'cargo build'],
    ['pytest', { 'pyproject.toml': '[tool.pytest.ini_options]' }, 'python3 -m pytest', ''],
    ['pytest by its own file', { 'pytest.ini': '' }, 'python3 -m pytest', ''],
    ['uv', { 'pyproject.toml': 'dev = ["pytest"]', 'uv.lock': '' }, 'uv run pytest', ''],
    ['Python without pytest', { 'pyproject.toml': '[project]' }, '', ''],
    [
      'make',
      { Makefile: 'CC := gcc\nbuild: a\n\ttrue\n\ntest: build\n\ttrue\n' },
      'make test',
      'make build',
    ],
    ['a make variable, which is no target', { Makefile: 'test := 1\n' }, '', ''],
    [
      'a package.json without tests beside a Makefile with them',
      { 'package.json': '{"scripts":{"build":"tsc"}}', Makefile: 'test:\n\ttrue\n' },
      'make test',
      '',
    ],
  ])('finds %s', async (_what, files, test, build) => {
    await write(files);
    expect(await detectCommands(root)).toEqual({ test, build });
  });
});

describe('readPrompt', () => {
  it("takes the workspace's own template before the shipped one", async () => {
    const shipped = await readPrompt(resources, root, 'developer');
    expect(shipped).toMatchObject({
      ok: true,
      value: { file: join(resources, 'prompts', 'developer.md') },
    });
    await write({ '.switchyard/prompts/developer.md': 'Do {{task.id}}.' });
    expect(await readPrompt(resources, root, 'developer')).toEqual({
      ok: true,
      value: {
        file: join(root, '.switchyard', 'prompts', 'developer.md'),
        text: 'Do {{task.id}}.',
        parts: new Map(),
      },
    });
  });

  it('reads each part from the workspace where that has one, else the shipped one', async () => {
    await write({
      '.switchyard/prompts/developer.md': '{{> task}} {{> own}} {{> nowhere}}',
      '.switchyard/prompts/parts/own.md': 'Mine.',
    });
    const read = await readPrompt(resources, root, 'developer');
    expect(read.ok && [...read.value.parts.values()].map(({ file }) => file)).toEqual([
      join(resources, 'prompts', 'parts', 'task.md'),
      join(root, '.switchyard', 'prompts', 'parts', 'own.md'),
    ]);
    await write({ '.switchyard/prompts/parts/no-git.md': 'Git is mine.' });
    const writer = await readPrompt(resources, root, 'test-writer');
    expect(writer.ok && writer.value.parts.get('no-git')?.text).toBe('Git is mine.');
  });

  it('refuses a part that leads out of the workspace', async () => {
    await write({ 'outside.md': 'secret', 'inner/.switchyard/prompts/parts/x.md': 'x' });
    const inner = join(root, 'inner');
    await symlink(
      join(root, 'outside.md'),
      join(inner, '.switchyard', 'prompts', 'parts', 'task.md'),
    );
    expect(await readPrompt(resources, inner, 'developer')).toMatchObject({
      ok: false,
      error: { code: 'prompt-template-unreadable', message: expect.stringContaining('leads out') },
    });
  });

  it('refuses a link out of the workspace, and what is not text', async () => {
    await write({ 'outside.md': 'secret', 'inner/.switchyard/prompts/debugger.md': '\xFF' });
    const inner = join(root, 'inner');
    await symlink(join(root, 'outside.md'), join(inner, '.switchyard', 'prompts', 'developer.md'));
    expect(await readPrompt(resources, inner, 'developer')).toMatchObject({
      ok: false,
      error: { code: 'prompt-template-unreadable', message: expect.stringContaining('leads out') },
    });
    await write({ 'inner/.switchyard/prompts/debugger.md': new Uint8Array([0xff, 0xfe, 0xfd]) });
    expect(await readPrompt(resources, inner, 'debugger')).toMatchObject({
      ok: false,
      error: { message: expect.stringContaining('not UTF-8') },
    });
  });

  it('says what to do for a role without a template', async () => {
    expect(await readPrompt(resources, root, 'planner')).toMatchObject({
      ok: false,
      error: {
        code: 'prompt-template-missing',
        action: `Write one to ${join(root, '.switchyard', 'prompts', 'planner.md')}.`,
      },
    });
  });
});
