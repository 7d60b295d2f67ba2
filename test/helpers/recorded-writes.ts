import { spawnSync } from 'node:child_process';
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';

/** One change of the files of a machine, or that such changes were waited for until the disk had them. */
export type FileEvent =
  | { readonly kind: 'open'; readonly path: string; readonly truncates: boolean }
  | {
      readonly kind: 'write';
      readonly path: string;
      readonly at: number | null;
      readonly data: Buffer;
    }
  | { readonly kind: 'seek'; readonly path: string; readonly at: number }
  | { readonly kind: 'truncate'; readonly path: string; readonly size: number }
  | { readonly kind: 'rename' | 'link'; readonly from: string; readonly to: string }
  | { readonly kind: 'unlink' | 'mkdir' | 'rmdir'; readonly path: string }
  | { readonly kind: 'sync'; readonly path: string };

const calls = [
  'open openat creat write pwrite64 writev pwritev lseek ftruncate truncate rename renameat renameat2',
  'link linkat unlink unlinkat mkdir mkdirat rmdir fsync fdatasync sync_file_range',
  'chdir fchdir clone clone3 fork vfork',
].flatMap((some) => some.split(' '));

/** Words before a program by which all that it and its children do to files is recorded in `file`. */
export function recorded(file: string): readonly string[] {
  const trace = `trace=${calls.join(',')}`;
  const output = ['-o', file, '-f', '-qq', '-y', '-xx', '-s', '16000000'];
  return ['strace', ...output, '--seccomp-bpf', '-e', trace, '-e', 'signal=none'];
}

/** Whether this machine can record what a program does to files. */
export function canRecord(): boolean {
  return spawnSync('strace', ['-qq', '-o', '/dev/null', 'true']).status === 0;
}

/**
 * Reads what was recorded of a program that was started in `folder`, in the order in which the calls came back,
 * as far as `isOfInterest` says of a path.
 */
export async function readRecord(
  file: string,
  folder: string,
  isOfInterest: (path: string) => boolean,
): Promise<readonly FileEvent[]> {
  const lines = await joinedLines(file);
  const places = new Places(lines, folder);
  const events: FileEvent[] = [];
  for (const { pid, text } of lines) {
    const call = /^(\w+)\((.*)\) += (-?\d+|0x[0-9a-f]+)(?:<(.*)>)?(?: .*)?$/s.exec(text);
    if (call === null || call[3]?.startsWith('-') === true) continue;
    const [, name = '', args = '', result = '', resultPath] = call;
    const event = eventOf({ name, args, result, resultPath, at: (path) => places.at(pid, path) });
    places.follow(pid, name, args);
    if (event === null) continue;
    const paths = 'path' in event ? [event.path] : [event.from, event.to];
    if (paths.some(isOfInterest)) events.push(event);
  }
  return events;
}

interface Line {
  readonly pid: number;
  readonly text: string;
}

/** The lines of a record, each call in one: others may have been printed while one was under way. */
async function joinedLines(file: string): Promise<readonly Line[]> {
  const begun = new Map<number, string>();
  const joined: Line[] = [];
  for await (const line of createInterface({ input: createReadStream(file) })) {
    const match = /^(\d+) +(.*)$/s.exec(line);
    if (match === null) continue;
    const pid = Number(match[1]);
    const text = match[2] ?? '';
    const unfinished = /^(.*) <unfinished \.\.\.>$/s.exec(text);
    const resumed = /^<\.\.\. \w+ resumed>(.*)$/s.exec(text);
    if (unfinished !== null) begun.set(pid, unfinished[1] ?? '');
    else if (resumed === null) joined.push({ pid, text });
    else joined.push({ pid, text: `${begun.get(pid) ?? ''}${resumed[1] ?? ''}` });
  }
  return joined;
}

/** The folder that each process works in, which its children begin with. */
class Places {
  readonly #parents = new Map<number, { readonly parent: number; readonly shares: boolean }>();
  readonly #folders = new Map<number, { folder: string }>();
  readonly #start: string;

  constructor(lines: readonly Line[], start: string) {
    this.#start = start;
    for (const { pid, text } of lines) {
      const child = /^(?:clone|clone3|fork|vfork)\(.*\) += (\d+)/s.exec(text)?.[1];
      if (child === undefined) continue;
      this.#parents.set(Number(child), { parent: pid, shares: /CLONE_FS/.test(text) });
    }
  }

  at(pid: number, path: string): string {
    return path.startsWith('/') ? normal(path) : normal(`${this.#of(pid).folder}/${path}`);
  }

  follow(pid: number, name: string, args: string): void {
    if (name === 'chdir') this.#of(pid).folder = this.at(pid, strings(args)[0] ?? '');
    if (name === 'fchdir') this.#of(pid).folder = pathOf(args) ?? this.#start;
  }

  #of(pid: number): { folder: string } {
    const known = this.#folders.get(pid);
    if (known !== undefined) return known;
    const origin = this.#parents.get(pid);
    const parent = origin === undefined ? { folder: this.#start } : this.#of(origin.parent);
    const own = origin?.shares === true ? parent : { ...parent };
    this.#folders.set(pid, own);
    return own;
  }
}

interface Call {
  readonly name: string;
  readonly args: string;
  readonly result: string;
  readonly resultPath: string | undefined;
  readonly at: (path: string) => string;
}

function eventOf({ name, args, result, resultPath, at }: Call): FileEvent | null {
  const own = pathOf(args) ?? '';
  const [first = '', second = ''] = strings(args);
  switch (name) {
    case 'open':
    case 'openat':
    case 'creat': {
      const writes = /O_WRONLY|O_RDWR/.test(args) || name === 'creat';
      if (!writes || resultPath === undefined) return null;
      return { kind: 'open', path: decoded(resultPath), truncates: /O_TRUNC/.test(args) };
    }
    case 'write':
      return { kind: 'write', path: own, at: null, data: bytes(args) };
    case 'writev':
      return { kind: 'write', path: own, at: null, data: bytes(args) };
    case 'pwrite64':
    case 'pwritev':
      return { kind: 'write', path: own, at: lastNumber(args), data: bytes(args) };
    case 'lseek':
      return { kind: 'seek', path: own, at: Number(result) };
    case 'ftruncate':
      return { kind: 'truncate', path: own, size: lastNumber(args) };
    case 'truncate':
      return { kind: 'truncate', path: at(first), size: lastNumber(args) };
    case 'rename':
      return { kind: 'rename', from: at(first), to: at(second) };
    case 'link':
      return { kind: 'link', from: at(first), to: at(second) };
    case 'renameat':
    case 'renameat2':
    case 'linkat': {
      const kind = name === 'linkat' ? 'link' : 'rename';
      const [from = '', to = ''] = folders(args);
      return { kind, from: below(from, first), to: below(to, second) };
    }
    case 'unlink':
    case 'rmdir':
    case 'mkdir':
      return { kind: name, path: at(first) };
    case 'unlinkat':
    case 'mkdirat': {
      const path = below(folders(args)[0] ?? '', first);
      if (name === 'mkdirat') return { kind: 'mkdir', path };
      return { kind: /AT_REMOVEDIR/.test(args) ? 'rmdir' : 'unlink', path };
    }
    case 'fsync':
    case 'fdatasync':
      return { kind: 'sync', path: own };
    default:
      return null;
  }
}

/** The path of the file that a call is about by its number: `3<\x2f…>`. */
function pathOf(args: string): string | null {
  const found = /^(?:\d+|AT_FDCWD)<([^>]*)>/.exec(args)?.[1];
  return found === undefined ? null : decoded(found);
}

/** The folders that the names of a call count from. */
function folders(args: string): readonly string[] {
  return [...args.matchAll(/(?:\d+|AT_FDCWD)<([^>]*)>/g)].map(([, path = '']) => decoded(path));
}

function strings(args: string): readonly string[] {
  return [...args.matchAll(/"((?:\\x[0-9a-f]{2})*)"/g)].map(([, text = '']) => decoded(text));
}

function bytes(args: string): Buffer {
  const pieces = [...args.matchAll(/"((?:\\x[0-9a-f]{2})*)"/g)];
  return Buffer.concat(
    pieces.map(([, text = '']) => Buffer.from(text.replaceAll('\\x', ''), 'hex')),
  );
}

function lastNumber(args: string): number {
  return Number(/(\d+)$/.exec(args)?.[1] ?? 0);
}

function decoded(text: string): string {
  if (!text.includes('\\x')) return text;
  return Buffer.from(text.replaceAll('\\x', ''), 'hex').toString('utf8');
}

function below(folder: string, path: string): string {
  return path.startsWith('/') ? normal(path) : normal(`${folder}/${path}`);
}

function normal(path: string): string {
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '.' && part !== '') parts.push(part);
  }
  return `/${parts.join('/')}`;
}
