import { isTestFile } from './assertions.ts';
import type { ChangedFile } from './changed-checks.ts';
import { protectionOf } from './protected-paths.ts';

/**
 * Ways in which a product can pass its checks without doing its work, as far as lines of code show them
 * (SPEC section 16, rows 3, 4, 10, 11, 15 and 28). None is a proof: honest code may do each of them.
 */
export type ReachKind =
  'assertions' | 'equals' | 'ends' | 'clocks' | 'stack' | 'tests' | 'network' | 'outside' | 'link';

/** One line that does something by which checks can be passed. */
export interface Reach {
  readonly kind: ReachKind;
  readonly path: string;
  /** Counts from 1; null where it is not about a line. */
  readonly line: number | null;
}

/** What is read of a file at most, in characters. */
const longestText = 512 * 1024;
const codeFiles = /\.(?:[cm]?[jt]sx?|py|rb|go|rs|java|kt|php|sh|vue|svelte)$/;
/** Kinds that much honest code has: a file that had one before says nothing by another. */
const common: ReadonlySet<ReachKind> = new Set(['ends', 'network', 'tests']);

/** What a line is looked at for; the first that fits counts. */
const patterns: readonly (readonly [ReachKind, RegExp])[] = [
  ['assertions', /\b(?:assert|expect|chai|should)\b[\w.]*(?:\[['"\w]+\])?\s*=(?![=>])/],
  ['assertions', /\b(?:assign|definePropert(?:y|ies)|set)\(\s*(?:assert|expect|chai)\b/],
  ['assertions', /\bexpect\.extend\(|\bsetattr\(\s*(?:unittest|pytest)\b/],
  ['equals', /\basymmetricMatch\b/],
  ['equals', /__(?:eq|ne)__\s*=\s*lambda[^:]*:\s*(?:True|False)\b/],
  ['ends', /\bprocess\.(?:exit\(\s*0?\s*\)|reallyExit\(|abort\(\)|exitCode\s*=\s*0\b)/],
  ['ends', /\bos\._exit\(|\bsys\.exit\(\s*0?\s*\)|\bSystemExit\(\s*0?\s*\)/],
  [
    'ends',
    /\bos\.Exit\(\s*0\s*\)|\bprocess::exit\(\s*0\s*\)|\bSystem\.exit\(\s*0\s*\)|\.halt\(\s*0\s*\)/,
  ],
  [
    'clocks',
    /\b(?:Date\.now|performance\.\w+|process\.hrtime(?:\.bigint)?|(?:globalThis|global|window|self)\.(?:Date|performance|set(?:Timeout|Interval|Immediate)))\s*=(?![=>])/,
  ],
  ['clocks', /\b(?:definePropert(?:y|ies)|assign)\(\s*(?:performance|Date|globalThis|global)\b/],
  ['clocks', /\btime\.\w+\s*=(?!=)|\bsetattr\(\s*time\b|\b(?:freeze_time|useFakeTimers)\(/],
  ['stack', /\bError\.(?:captureStackTrace|prepareStackTrace)\b|\bgetCallSites?\(/],
  ['stack', /\bnew Error\([^)]*\)\.stack\b|\.stack\??\.(?:split|match|replace|includes|indexOf)\(/],
  [
    'stack',
    /\binspect\.(?:stack|currentframe|trace)\(|\bsys\._getframe\(|\btraceback\.extract_stack\(|\bruntime\.Callers?\(|\bgetStackTrace\(\)|\bcaller_locations\b/,
  ],
  [
    'tests',
    /\b(?:NODE_TEST_CONTEXT|VITEST(?:_\w+)?|JEST_WORKER_ID|PYTEST_CURRENT_TEST|SWITCHYARD_\w+)\b|\bimport\.meta\.vitest\b|['"]pytest['"]\s+in\s+sys\.modules/,
  ],
  [
    'tests',
    /\b(?:from|require\(|import\(|import)\s*['"](?:node:test|vitest|@jest\/globals|jest|mocha|chai)['"]|^\s*(?:import|from)\s+(?:pytest|_pytest|unittest)\b/,
  ],
  ['network', /\bfetch\(|\burllib\.request\b|\brequests\.(?:get|post|request)\(|\bhttp\.Get\(/],
  ['network', /\bhttps?\.(?:get|request)\(|\b(?:curl|wget)\s+['"-]*\w/],
  ['outside', /(['"`])(?:file:\/\/)?\/(?:tmp|home|Users|root|var|private|mnt)\/[^'"`\s]+\1/],
];

/** Of more of them in a file, the rest is not looked at. */
const mostWide = 20;
/** Those that need more than one line. */
const wide: readonly (readonly [ReachKind, RegExp])[] = [
  [
    'equals',
    /def __eq__\([^)]{0,200}\)[^:\n]{0,200}:\s{0,200}(?:#[^\n]{0,200}\n\s{0,200}){0,5}return True\b/g,
  ],
];

/** Whether the text of a file is looked at: that of code, but for tests, which may do all of it. */
export function isReadForReaches(path: string): boolean {
  return codeFiles.test(path) && !isTestFile(path) && protectionOf(path) === null;
}

/** What a work has that was not there before, one for each kind and file. */
export function reachesIn(changed: readonly ChangedFile[]): readonly Reach[] {
  return changed.flatMap(({ path, before, after, isLink }): readonly Reach[] => {
    if (after === null) return [];
    if (isLink === true) return leadsOut(path, after) ? [{ kind: 'link', path, line: null }] : [];
    return isReadForReaches(path) ? newReaches(path, before ?? '', after) : [];
  });
}

function newReaches(path: string, had: string, after: string): readonly Reach[] {
  const known = new Set(had.slice(0, longestText).split('\n'));
  const knownKinds = new Set(linesOf(had).map(({ kind }) => kind));
  const found = new Map<ReachKind, Reach>();
  for (const { kind, line, text } of linesOf(after)) {
    if (found.has(kind) || known.has(text) || (common.has(kind) && knownKinds.has(kind))) continue;
    found.set(kind, { kind, path, line });
  }
  return [...found.values()];
}

interface FoundLine {
  readonly kind: ReachKind;
  readonly line: number;
  readonly text: string;
}

function linesOf(text: string): readonly FoundLine[] {
  const read = text.slice(0, longestText);
  const lines = read.split('\n');
  const single = lines.flatMap((one, index) => {
    // A line that is longer is no code that a person wrote.
    const found = patterns.find(([, pattern]) => one.length < 2_000 && pattern.test(one));
    return found === undefined ? [] : [{ kind: found[0], line: index + 1, text: one }];
  });
  const over = wide.flatMap(([kind, pattern]) =>
    [...read.matchAll(pattern)].slice(0, mostWide).map(({ index }) => {
      const line = read.slice(0, index).split('\n').length;
      return { kind, line, text: lines[line - 1] ?? '' };
    }),
  );
  return [...single, ...over];
}

/** Whether a link leads to what is not in the repository. */
function leadsOut(path: string, target: string): boolean {
  if (target.startsWith('/') || /^[a-z]:[\\/]/i.test(target)) return true;
  let depth = path.split('/').length - 1;
  for (const part of target.split('/')) {
    if (part === '..') depth -= 1;
    else if (part !== '.' && part !== '') depth += 1;
    if (depth < 0) return true;
  }
  return false;
}

const words: Readonly<Record<ReachKind, string>> = {
  assertions: 'sets how assertions compare',
  equals: 'makes an object that equals everything',
  ends: 'ends the process with 0',
  clocks: 'sets a clock or a timer',
  stack: 'reads the call stack',
  tests: 'asks whether tests run',
  network: 'reaches the network',
  outside: 'names a place outside of the repository',
  link: 'is a link that leads out of the repository',
};

/** What was seen, in one sentence: "src/total.js:3 reads the call stack". */
export function reachText({ kind, path, line }: Reach): string {
  return `${line === null ? path : `${path}:${line}`} ${words[kind]}`;
}
