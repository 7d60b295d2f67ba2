import { execFileSync } from 'node:child_process';
import { existsSync, lstatSync, readFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import { parseSync } from 'vite';
import type { ParseResult } from 'vite';

/** Folder of the checkout. */
export const root = dirname(dirname(import.meta.dirname));

/**
 * Paths of the checkout's files that git tracks or would track, `/` separated, sorted: new files are
 * judged before they are committed.
 */
export const files: readonly string[] = execFileSync(
  'git',
  ['ls-files', '-z', '--cached', '--others', '--exclude-standard'],
  { cwd: root, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 },
)
  .split('\0')
  .filter((file) => file !== '' && existsSync(join(root, file)))
  .filter((file) => lstatSync(join(root, file)).isFile())
  .sort();

const typeScript = files.filter((file) => /\.tsx?$/.test(file));

/** Whether a file only serves tests. */
export function isTest(file: string): boolean {
  return /^test\/|\.test\.tsx?$|\/testing\//.test(file);
}

/** Every file of code that is ours. */
export const codeFiles = typeScript;
/** Files under `src`, tests included. */
export const sourceFiles = typeScript.filter((file) => file.startsWith('src/'));
/** Files under `src` that are part of the product. */
export const productFiles = sourceFiles.filter((file) => !isTest(file));

const texts = new Map<string, string>();

export function textOf(file: string): string {
  const known = texts.get(file);
  if (known !== undefined) return known;
  const text = readFileSync(join(root, file), 'utf8');
  texts.set(file, text);
  return text;
}

/** The file without its comments. */
export function codeOf(file: string): string {
  let code = textOf(file);
  for (const { start, end } of parse(file).comments.toReversed()) {
    code = code.slice(0, start) + code.slice(end);
  }
  return code;
}

/** Physical lines, as an editor counts them. */
export function linesOf(file: string): number {
  return textOf(file).replace(/\n$/, '').split('\n').length;
}

const parsed = new Map<string, ParseResult>();

/** The file's syntax tree, imports and comments; throws when it is not valid TypeScript. */
export function parse(file: string): ParseResult {
  const known = parsed.get(file);
  if (known !== undefined) return known;
  const result = parseSync(file, textOf(file));
  if (result.errors.length > 0) throw new Error(`${file}: ${result.errors[0]?.message}`);
  parsed.set(file, result);
  return result;
}

/** One import or re-export of a file. */
export interface Import {
  readonly file: string;
  readonly specifier: string;
  /** Repository file that is meant; null for a package. */
  readonly target: string | null;
  /** Erased before the code runs. */
  readonly isTypeOnly: boolean;
}

function resolveTarget(file: string, specifier: string): string | null {
  if (specifier.startsWith('.')) return posix.join(posix.dirname(file), specifier);
  if (specifier === '#package.json') return 'package.json';
  if (specifier.startsWith('#resources/')) return specifier.slice(1);
  return specifier.startsWith('#') ? `src/${specifier.slice(1)}` : null;
}

/** All imports of a file: static, dynamic, re-exports and `import('…')` types. */
export function importsOf(file: string): readonly Import[] {
  const text = textOf(file);
  const { module } = parse(file);
  const found = new Map<number, { readonly specifier: string; readonly isTypeOnly: boolean }>();
  for (const { start, moduleRequest } of module.staticImports) {
    const isTypeOnly = /^import\s+type\b/.test(text.slice(start, start + 20));
    found.set(moduleRequest.start, { specifier: moduleRequest.value, isTypeOnly });
  }
  for (const { start, entries } of module.staticExports) {
    const isTypeOnly = /^export\s+type\b/.test(text.slice(start, start + 20));
    for (const { moduleRequest } of entries) {
      if (moduleRequest === null) continue;
      found.set(moduleRequest.start, { specifier: moduleRequest.value, isTypeOnly });
    }
  }
  // Dynamic imports, import types and `createRequire`: none occurs in prose or strings otherwise.
  for (const match of text.matchAll(/\b(import|require(?:\.resolve)?)\(\s*(['"])([^'"]+)\2/g)) {
    const [, how, , specifier = ''] = match;
    const runs = module.dynamicImports.some(({ start }) => start === match.index);
    found.set(match.index, { specifier, isTypeOnly: how === 'import' && !runs });
  }
  return [...found.values()].map(({ specifier, isTypeOnly }) => ({
    file,
    specifier,
    target: resolveTarget(file, specifier),
    isTypeOnly,
  }));
}
