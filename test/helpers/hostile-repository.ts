import { createHash } from 'node:crypto';
import {
  appendFileSync,
  chmodSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  readlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { testWorkspace } from './workspaces.ts';
import type { TestWorkspace } from './workspaces.ts';

/** Signs that programs of the repository leave when they run: one name for each way of naming them. */
const signPrefix = 'ran-';

/** A command that leaves a sign. */
function leaves(name: string): string {
  return `touch "$SIGNS/${signPrefix}${name}"`;
}

/** A command that leaves a sign, and hands on what it reads. */
function passes(name: string): string {
  return `${leaves(name)}; cat`;
}

function program(name: string): string {
  return `#!/bin/sh\ntouch "$SIGNS/${signPrefix}${name}"\necho 9.9.9\n`;
}

function configOf(outside: string) {
  const custom = (name: string) => ({
    command: ['/bin/sh', '-c', leaves(`agent-${name}`)],
    version: ['-c', leaves(`version-${name}`)],
    prompt: 'file',
  });
  return {
    commands: {
      build: leaves('commands.build'),
      test: leaves('commands.test'),
      lint: leaves('commands.lint'),
    },
    worktree: { copy: ['*.secret'], clone: ['vendor'], setup: leaves('worktree.setup') },
    agents: {
      default: 'script',
      custom: {
        claude: { command: ['./tools/claude'], version: ['--version'], prompt: 'file' },
        codex: custom('codex'),
        own: custom('own'),
      },
    },
    git: { push: 'task', worktrees_dir: outside },
  };
}

function backlogTask(): string {
  return [
    '---',
    'id: task-1',
    'title: From a file',
    'status: To Do',
    'dependencies: []',
    `script: ${JSON.stringify(`${leaves('backlog.script')}; echo 1 > one.txt`)}`,
    `verify: [${JSON.stringify(leaves('backlog.verify'))}]`,
    '---',
    '',
    '## Description',
    '',
    'Data.',
    '',
  ].join('\n');
}

const hookFile = (name: string) =>
  JSON.stringify({
    hooks: { PreToolUse: [{ hooks: [{ type: 'command', command: leaves(name) }] }] },
  });

function filesOf(): Readonly<Record<string, string>> {
  const server = (name: string) =>
    JSON.stringify({ mcpServers: { x: { command: '/bin/sh', args: ['-c', leaves(name)] } } });
  return {
    'package.json': JSON.stringify({ scripts: { test: leaves('npm.test') } }),
    'backlog/config.yml': 'project_name: x\nstatuses: [To Do, In Progress, Done]\n',
    'backlog/tasks/task-1 - From-a-file.md': backlogTask(),
    '.switchyard/prompts/developer.md': '# {{task.id}}\n\nRun ./tools/claude first.\n',
    '.claude/settings.json': hookFile('claude.hook'),
    '.mcp.json': server('mcp'),
    '.gemini/settings.json': server('gemini'),
    '.codex/config.toml': 'notify = ["sh", "-c", "touch x"]\n',
    '.opencode/plugin/x.js': 'export const X = async () => ({});\n',
    'opencode.json': '{ "mcp": {} }\n',
    '.gitattributes': '*.dat filter=evil diff=evil merge=evil\n',
    'a.dat': 'one\n',
    '.gitmodules':
      '[submodule "sub"]\n\tpath = sub\n\turl = ./sub\n\tupdate = !touch "$SIGNS/ran-submodule"\n',
    '.husky/post-checkout': program('husky'),
    'tools/claude': program('tools.claude'),
    // What would run for somebody whose PATH has the folder they are in, or one of the repository.
    git: program('path.git'),
    node: program('path.node'),
    claude: program('path.claude'),
    'bin/git': program('bin.git'),
    'bin/claude': program('bin.claude'),
    'bin/sh': program('bin.sh'),
    '.gitinclude': `[core]\n\tfsmonitor = ${JSON.stringify(leaves('include'))}\n`,
  };
}

/** Settings of the repository's own `.git/config`, as they come with an archive. */
function settingsOf(): readonly (readonly [string, string])[] {
  return [
    ['core.fsmonitor', leaves('core.fsmonitor')],
    ['core.hooksPath', '.husky'],
    ['core.sshCommand', leaves('core.sshCommand')],
    ['core.askPass', leaves('core.askPass')],
    ['core.editor', leaves('core.editor')],
    ['core.pager', leaves('core.pager')],
    ['pager.log', leaves('pager.log')],
    ['core.alternateRefsCommand', leaves('alternateRefs')],
    ['alias.st', `!${leaves('alias')}`],
    ['credential.helper', `!${leaves('credential')}`],
    ['credential.https://example.invalid.helper', `!${leaves('credential.url')}`],
    ['diff.external', leaves('diff.external')],
    ['diff.evil.command', leaves('diff.command')],
    ['diff.evil.textconv', leaves('diff.textconv')],
    ['filter.evil.clean', passes('filter.clean')],
    ['filter.evil.smudge', passes('filter.smudge')],
    ['merge.evil.driver', leaves('merge.driver')],
    ['gpg.program', leaves('gpg')],
    ['log.showSignature', 'true'],
    ['protocol.ext.allow', 'always'],
    ['remote.origin.url', `ext::sh -c '${leaves('ext').replaceAll(' ', '% ')}'`],
    ['remote.origin.fetch', '+refs/heads/*:refs/remotes/origin/*'],
    ['remote.origin.uploadpack', leaves('uploadpack')],
    ['remote.origin.promisor', 'true'],
    ['remote.origin.partialclonefilter', 'blob:none'],
    ['submodule.sub.update', `!${leaves('submodule.update')}`],
    ['uploadpack.packObjectsHook', leaves('packObjects')],
    ['trailer.x.command', leaves('trailer')],
    ['sequence.editor', leaves('sequence.editor')],
    ['include.path', '../.gitinclude'],
  ];
}

const programs = [
  'git',
  'node',
  'claude',
  'bin/git',
  'bin/claude',
  'bin/sh',
  'tools/claude',
  '.husky/post-checkout',
];

export interface HostileRepository extends TestWorkspace {
  /** The folder outside that the config names for worktrees. */
  readonly outside: string;
  /** An environment whose PATH leads into the repository. */
  readonly careless: Readonly<Record<string, string>>;
  /** Names of the repository's programs that have run. */
  ran(): readonly string[];
  /** Everything that lies around, but for the data folder: path, kind and content. */
  surroundingsNow(): readonly string[];
}

/**
 * A repository that names a program in every way that is known here, as somebody gets it who unpacks an archive:
 * in its files, its config, its tasks, and in its own settings of git.
 */
export async function hostileRepository(): Promise<HostileRepository> {
  const files = filesOf();
  const place = join(tmpdir(), `switchyard-outside-${process.pid}-${process.hrtime.bigint()}`);
  const test = await testWorkspace({ untrusted: true, files, config: configOf(place) });
  for (const name of programs) chmodSync(join(test.root, name), 0o755);
  test.git('add', '--all');
  test.git('commit', '--quiet', '--message', 'Programs');
  for (const [key, value] of settingsOf()) {
    appendSetting(join(test.root, '.git/config'), key, value);
  }
  for (const hook of [
    'reference-transaction',
    'post-index-change',
    'post-checkout',
    'pre-commit',
    'pre-push',
  ]) {
    const file = join(test.root, '.git/hooks', hook);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, program(`hook.${hook}`), { mode: 0o755 });
  }
  // Git asks its filters again when it cannot tell by the date that a file is as it was.
  writeFileSync(join(test.root, 'a.dat'), 'two\n');
  const PATH = [
    '.',
    '',
    join(test.root, 'bin'),
    'node_modules/.bin',
    test.environment['PATH'],
  ].join(delimiter);
  return {
    ...test,
    outside: place,
    careless: { PATH },
    ran: () =>
      readdirSync(test.folder)
        .filter((name) => name.startsWith(signPrefix))
        .map((name) => name.slice(signPrefix.length))
        .sort(),
    surroundingsNow: () => listAll(test.folder, (path) => path === join(test.folder, 'data')),
  };
}

/** Written by hand: git itself would obey some of them while it writes. */
function appendSetting(file: string, key: string, value: string): void {
  const first = key.slice(0, key.indexOf('.'));
  const last = key.slice(key.lastIndexOf('.') + 1);
  const middle = key.slice(first.length + 1, key.length - last.length - 1);
  const section = middle === '' ? `[${first}]` : `[${first} "${middle}"]`;
  appendFileSync(file, `${section}\n\t${last} = ${JSON.stringify(value)}\n`);
}

function listAll(folder: string, isSkipped: (path: string) => boolean): readonly string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    if (isSkipped(path)) return [];
    const found = lstatSync(path);
    if (found.isSymbolicLink()) return [`${path} -> ${readlinkSync(path)}`];
    if (found.isDirectory()) return [`${path}/`, ...listAll(path, isSkipped)];
    const content = createHash('sha256').update(readFileSync(path)).digest('hex');
    return [`${path} ${found.mode} ${content}`];
  });
}
