import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, isAbsolute, join, resolve } from 'node:path';
import { packageScript, programsOf } from '#shared/core/checks/programs-of.ts';
import { readForeignText } from '#main/system/foreign-file.ts';

/** A program as it was found. */
export interface FoundProgram {
  readonly name: string;
  readonly path: string;
}

/** Where a command would find its programs. */
export interface Surroundings {
  readonly folder: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** The program that this name starts there; null when there is none that can be executed. */
export function findProgram(
  name: string,
  { folder, environment }: Surroundings,
): FoundProgram | null {
  const isPath = name.includes('/');
  const places = isPath ? [''] : (environment['PATH'] ?? '').split(delimiter).filter(isAbsolute);
  for (const place of places) {
    const path = isPath ? resolve(folder, name) : join(place, name);
    if (isExecutable(path)) return { name, path };
  }
  return null;
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

const packageBytes = 1024 ** 2;

/**
 * The program that a command needs and that is not there: named by the command itself, or by the script of `package.json`
 * that it runs. Null when all are there, whatever the command ended with.
 */
export async function missingProgram(
  command: string,
  surroundings: Surroundings,
): Promise<string | null> {
  // What the command changes of its folder first is not followed.
  const changesFolder = /(?:^|[;&|(\s])(?:cd|pushd)\s/.test(command);
  const isMissing = (name: string, where: Surroundings): boolean =>
    !(changesFolder && name.includes('/') && !isAbsolute(name)) &&
    findProgram(name, where) === null;
  const own = programsOf(command).find((name) => isMissing(name, surroundings));
  if (own !== undefined) return own;
  const script = packageScript(command);
  if (script === null || changesFolder) return null;
  const text = await scriptText(surroundings.folder, script);
  const { folder, environment } = surroundings;
  const path = [join(folder, 'node_modules', '.bin'), environment['PATH'] ?? ''].join(delimiter);
  const inside = { folder, environment: { ...environment, PATH: path } };
  return programsOf(text).find((name) => isMissing(name, inside)) ?? null;
}

/** What a script of the package in `folder` runs; empty when there is none. */
async function scriptText(folder: string, name: string): Promise<string> {
  const read = await readForeignText(folder, 'package.json', { maximumBytes: packageBytes });
  if (!read.ok || read.value === null) return '';
  try {
    const parsed: unknown = JSON.parse(read.value.text);
    const scripts = member(parsed, 'scripts');
    const text = member(scripts, name);
    return typeof text === 'string' ? text : '';
  } catch {
    return '';
  }
}

function member(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}
