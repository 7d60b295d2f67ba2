import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { FileEvent } from './recorded-writes.ts';

/**
 * What a loss of power may leave of what was not waited for:
 *
 * - `names`: all names are there, files that were not synced are empty or as they were (a journal of names, data later)
 * - `nothing`: no name after the last sync of the same disk is there
 */
export type Loss = 'names' | 'nothing';

/** A file, as programs see it and as the disk has it. */
interface Content {
  now: Buffer;
  kept: Buffer;
}

type Change = (names: Map<string, Content | null>) => void;

/** Some folders, each a disk of its own, of which the power can be cut after any event. */
export class CutDisk {
  readonly #disks: readonly string[];
  /** What programs see: contents by path; null for a folder. */
  readonly #names = new Map<string, Content | null>();
  /** What is known to be there whatever happens. */
  readonly #kept = new Map<string, Content | null>();
  /** Changes of names that no sync of their disk has made last yet. */
  readonly #pending = new Map<string, Change[]>();
  readonly #positions = new Map<string, number>();

  constructor(disks: readonly string[]) {
    this.#disks = disks;
    for (const disk of disks) this.#read(disk);
  }

  apply(event: FileEvent): void {
    switch (event.kind) {
      case 'open': {
        this.#positions.set(event.path, 0);
        const known = this.#names.get(event.path);
        if (known === undefined || known === null) {
          const content: Content = { now: Buffer.alloc(0), kept: Buffer.alloc(0) };
          this.#change(event.path, (names) => names.set(event.path, content));
        } else if (event.truncates) known.now = Buffer.alloc(0);
        return;
      }
      case 'write':
        return this.#write(event);
      case 'seek':
        this.#positions.set(event.path, event.at);
        return;
      case 'truncate': {
        const content = this.#names.get(event.path);
        if (content) content.now = resized(content.now, event.size);
        return;
      }
      case 'rename':
      case 'link':
        return this.#move(event.kind, event.from, event.to);
      case 'unlink':
      case 'rmdir':
        this.#change(event.path, (names) => names.delete(event.path));
        return;
      case 'mkdir':
        this.#change(event.path, (names) => names.set(event.path, null));
        return;
      case 'sync':
        return this.#sync(event.path);
    }
  }

  /** Writes what a cut now leaves; the folders hold nothing else then. */
  leave(loss: Loss): void {
    const names = loss === 'names' ? this.#names : this.#kept;
    for (const disk of this.#disks) {
      rmSync(disk, { recursive: true, force: true });
      mkdirSync(disk, { recursive: true });
    }
    for (const [path, content] of [...names].toSorted(([a], [b]) => a.localeCompare(b))) {
      if (!this.#disks.some((disk) => path === disk || path.startsWith(`${disk}/`))) continue;
      if (content === null) mkdirSync(path, { recursive: true });
      else {
        mkdirSync(dirname(path), { recursive: true });
        writeFileSync(path, content.kept);
      }
    }
  }

  #read(folder: string): void {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) {
        for (const names of [this.#names, this.#kept]) names.set(path, null);
        this.#read(path);
      } else if (entry.isFile()) {
        const data = readFileSync(path);
        const content = { now: data, kept: data };
        for (const names of [this.#names, this.#kept]) names.set(path, content);
      }
    }
  }

  #write({ path, at, data }: Extract<FileEvent, { kind: 'write' }>): void {
    const content = this.#names.get(path);
    if (!content) return;
    const from = at ?? this.#positions.get(path) ?? 0;
    const end = from + data.length;
    const grown = end > content.now.length ? resized(content.now, end) : Buffer.from(content.now);
    data.copy(grown, from);
    content.now = grown;
    if (at === null) this.#positions.set(path, end);
  }

  #move(kind: 'rename' | 'link', from: string, to: string): void {
    const moved = [...this.#names].filter(([path]) => path === from || path.startsWith(`${from}/`));
    this.#change(to, (names) => {
      for (const [path, content] of moved) {
        if (kind === 'rename') names.delete(path);
        names.set(`${to}${path.slice(from.length)}`, content);
      }
    });
  }

  #change(path: string, change: Change): void {
    change(this.#names);
    const disk = this.#diskOf(path);
    const pending = this.#pending.get(disk) ?? [];
    pending.push(change);
    this.#pending.set(disk, pending);
  }

  /** The content of the file is on the disk then, and with it all names of its disk, which are written in order. */
  #sync(path: string): void {
    const content = this.#names.get(path);
    if (content) content.kept = content.now;
    const disk = this.#diskOf(path);
    for (const change of this.#pending.get(disk) ?? []) change(this.#kept);
    this.#pending.delete(disk);
  }

  #diskOf(path: string): string {
    return this.#disks.find((disk) => path.startsWith(`${disk}/`)) ?? '';
  }
}

function resized(data: Buffer, size: number): Buffer {
  const grown = Buffer.alloc(size);
  data.copy(grown, 0, 0, Math.min(size, data.length));
  return grown;
}
