import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename } from 'node:path';
import { programsOf } from '#shared/core/checks/programs-of.ts';
import { findProgram } from './find-program.ts';
import type { Surroundings } from './find-program.ts';

/** A program that a check uses. */
export interface Tool {
  readonly name: string;
  readonly path: string;
  readonly bytes: number;
  readonly changedAt: string;
  /** What it says of itself; null when it was not asked. */
  readonly version: string | null;
}

/** What a check ran in, beside its tree and its command; values of variables are not in it. */
export interface CheckEnvironment {
  readonly system: string;
  readonly tools: readonly Tool[];
  /** Another one whenever what was provided of dependencies is. */
  readonly dependencies: string;
  /** Commands that had run before in the same room, whose products it may use. */
  readonly after: readonly string[];
  readonly room: 'clean' | 'worktree';
  readonly network: 'on' | 'off';
  /** Folders that stay in the room from check to check. */
  readonly kept: readonly string[];
  /** Names of all variables. */
  readonly variables: readonly string[];
  /** The few that are no secret, and by which programs decide what to do. */
  readonly values: Readonly<Record<string, string>>;
}

/** What else starts when a program does. */
const implied: Readonly<Record<string, readonly string[]>> = {
  npm: ['node'],
  npx: ['node'],
  pnpm: ['node'],
  yarn: ['node'],
  pytest: ['python3'],
  uv: ['python3'],
  poetry: ['python3'],
  cargo: ['rustc'],
  mvn: ['java'],
  gradle: ['java'],
};

/** Programs that may be asked for their version, and how. */
const askable: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    [
      'node npm pnpm yarn bun deno python3 python pytest uv poetry cargo rustc java mvn gradle make',
      'ruby bundle php composer dotnet gcc g++ clang cmake perl',
    ]
      .flatMap((names) => names.split(' '))
      .map((name): [string, string] => [name, '--version']),
  ),
  go: 'version',
};

/** Variables whose values are no secret, and change what tools do. */
const harmless = ['CI', 'LANG', 'LC_ALL', 'NODE_ENV', 'NODE_OPTIONS', 'RUSTFLAGS', 'GOFLAGS', 'TZ'];

/** Variables that are another one in each terminal or session, and of which no check should know. */
const passing =
  /^(?:SWITCHYARD_.*|SHLVL|PWD|OLDPWD|_|TERM.*|COLORTERM|COLUMNS|LINES|TMUX.*|STY|WINDOW.*|SSH_.*|XDG_SESSION.*|XDG_VTNR|XDG_SEAT.*|DISPLAY|WAYLAND.*|DBUS_.*|INVOCATION_ID|JOURNAL_STREAM|npm_.*|VSCODE_.*|TMPDIR|TMP|TEMP)$/;

const versionPatienceMs = 5_000;
const versions = new Map<string, Promise<string | null>>();

/** The environment in which `command` runs. */
export async function environmentOf(
  command: string,
  surroundings: Surroundings,
  more: Pick<CheckEnvironment, 'dependencies' | 'after' | 'room' | 'network' | 'kept'>,
): Promise<CheckEnvironment> {
  const variables = Object.entries(surroundings.environment).filter(
    ([name]) => !passing.test(name),
  );
  const values = variables.filter(([name]) => harmless.includes(name));
  return {
    system: `${process.platform} ${process.arch}`,
    tools: await toolsOf(command, surroundings),
    ...more,
    variables: variables.map(([name]) => name).toSorted(),
    values: Object.fromEntries(values.map(([name, value]) => [name, value ?? ''])),
  };
}

/** A short name of an environment: the same one only for the same. */
export function environmentDigest(environment: CheckEnvironment): string {
  return createHash('sha256').update(JSON.stringify(environment)).digest('hex').slice(0, 32);
}

async function toolsOf(command: string, surroundings: Surroundings): Promise<readonly Tool[]> {
  const named = programsOf(command);
  const all = [...new Set(named.flatMap((name) => [name, ...(implied[name] ?? [])]))];
  const tools = await Promise.all(all.map(async (name) => toolOf(name, surroundings)));
  return tools.filter((tool) => tool !== null);
}

async function toolOf(name: string, surroundings: Surroundings): Promise<Tool | null> {
  // A program of the tree is a part of what is checked.
  const found = name.includes('/') ? null : findProgram(name, surroundings);
  if (found === null) return null;
  const stat = statSync(found.path, { throwIfNoEntry: false });
  if (stat === undefined) return null;
  const changedAt = stat.mtime.toISOString();
  const asked = askable[basename(name)];
  const version =
    asked === undefined ? null : await versionOf(found.path, asked, changedAt, surroundings);
  return { name, path: found.path, bytes: stat.size, changedAt, version };
}

/** What a program says of itself, asked once as long as it is the same file. */
async function versionOf(
  path: string,
  asked: string,
  changedAt: string,
  surroundings: Surroundings,
): Promise<string | null> {
  const key = `${path}\0${changedAt}`;
  const known = versions.get(key) ?? askVersion(path, asked, surroundings);
  versions.set(key, known);
  return known;
}

async function askVersion(
  path: string,
  asked: string,
  { environment: env }: Surroundings,
): Promise<string | null> {
  return new Promise((resolve) => {
    // Not in the tree, whose files could answer for it.
    const options = { encoding: 'utf8', timeout: versionPatienceMs, cwd: tmpdir(), env } as const;
    execFile(path, [asked], options, (error, stdout, stderr) => {
      const [line = ''] = `${stdout}\n${stderr}`.trim().split('\n');
      resolve(error === null && line !== '' ? line.slice(0, 200) : null);
    });
  });
}
