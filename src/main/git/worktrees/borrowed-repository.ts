import { realpath, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { GitClient } from '#main/git/client.ts';
import { namedObjects } from '#main/git/named-objects.ts';
import { withLenders } from './alternates.ts';
import { rootedFiles, rootedFilters } from './rooted-filters.ts';
import { parseSettings, privateConfig, valueOf } from './private-config.ts';
import type { Setting } from './private-config.ts';

/** A ref as a private git directory has it. */
export interface BorrowedRef {
  readonly name: string;
  readonly target: string;
  /** What an annotated tag is of. */
  readonly peeled: string | null;
}

/** What a private git directory takes over from the person's repository. */
export interface Borrowed {
  /** Folders of objects: those that the repository itself borrows, and its own. */
  readonly objects: readonly string[];
  /** How objects are named: `sha1` or `sha256`. */
  readonly format: string;
  readonly config: string;
  /** Files that are copied as they are, by their places in a git directory; null for one that is not there. */
  readonly files: Readonly<Record<string, string | null>>;
}

/** What the person ignores, what they say of files, and at which commits a shallow history ends. */
const copied = ['info/exclude', 'info/attributes', 'shallow'];

/** Settings are asked for again after this long, in ms. */
const knownMs = 20_000;

interface Known<Value> {
  readonly until: number;
  readonly key: string;
  readonly value: Promise<Value>;
}

/** The person's repository, as far as worktrees borrow of it. Reads only. */
export class BorrowedRepository {
  readonly #git: GitClient;
  readonly commonDirectory: string;
  #settings: Known<readonly Setting[]> | null = null;
  #tags: Known<readonly BorrowedRef[]> | null = null;
  #places: Promise<Pick<Borrowed, 'objects' | 'format'>> | null = null;

  /** `git` works in the repository. */
  constructor(git: GitClient, commonDirectory: string) {
    this.#git = git;
    this.commonDirectory = commonDirectory;
  }

  /** What a private git directory is made of, but for its refs. */
  async read(): Promise<Borrowed> {
    const [settings, { objects, format }, files] = await Promise.all([
      this.#readSettings(),
      this.#readPlaces(),
      // They may be links to where the person keeps theirs.
      Promise.all(
        copied.map(async (name) => {
          const path = await realpath(join(this.commonDirectory, name)).catch(() => null);
          return [name, path] as const;
        }),
      ),
    ]);
    const seen = [...settings, ...rootedFiles(settings, this.#git.folder)];
    const config = privateConfig(seen, format);
    return { objects, format, config, files: Object.fromEntries(files) };
  }

  /** The folder where git LFS keeps what the repository has only names of. */
  async largeFiles(): Promise<string> {
    const storage = valueOf(await this.#readSettings(), 'lfs.storage');
    return resolve(this.commonDirectory, storage ?? 'lfs', 'objects');
  }

  /**
   * Settings that the app's git needs in a folder of files beside what it reads in the repository: those of the
   * person's own linked worktree, and what names a file or a program by a path in the checkout, as whole paths.
   */
  async treeSettings(): Promise<readonly string[]> {
    const settings = await this.#readSettings();
    const own = settings.filter(({ scope }) => scope === 'worktree');
    return [
      ...[...own, ...rootedFiles(settings, this.#git.folder)].map(
        ({ key, value }) => `${key}=${value}`,
      ),
      ...(await rootedFilters(settings, this.#git.folder)),
    ];
  }

  /** The branches of these names that are there, where each of them stood at the remote, and tags in the past of `base`. */
  async refs(base: string, branches: readonly string[]): Promise<readonly BorrowedRef[]> {
    const names = [...new Set(branches)];
    const refs = names.flatMap((name) => [`refs/heads/${name}`, `refs/remotes/origin/${name}`]);
    const [found, tags] = await Promise.all([namedObjects(this.#git, refs), this.#readTags(base)]);
    const heads = refs.flatMap((name, index): readonly BorrowedRef[] => {
      const one = found[index] ?? null;
      return one?.kind === 'commit' ? [{ name, target: one.object, peeled: null }] : [];
    });
    return [...heads, ...tags];
  }

  async #list(args: readonly string[]): Promise<readonly BorrowedRef[]> {
    const format = '--format=%(objectname) %(*objectname) %(refname)';
    const { stdout } = await this.#git.run(['for-each-ref', format, ...args]);
    return stdout
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => {
        const [target = '', peeled = '', ...name] = line.split(' ');
        return { name: name.join(' '), target, peeled: peeled === '' ? null : peeled };
      });
  }

  /** Asked for again when a tag was made; a later base has no fewer of them. */
  async #readTags(base: string): Promise<readonly BorrowedRef[]> {
    const key = await this.#ageOf(['packed-refs', 'refs/tags']);
    if (this.#tags?.key !== key) {
      const value = this.#list([`--merged=${base}`, 'refs/tags']);
      this.#tags = { until: Infinity, key, value };
    }
    return this.#tags.value;
  }

  async #readSettings(): Promise<readonly Setting[]> {
    const key = await this.#ageOf(['config', 'config.worktree']);
    const now = performance.now();
    if (this.#settings === null || this.#settings.key !== key || this.#settings.until < now) {
      const args = ['config', '--null', '--show-scope', '--list'];
      const value = this.#git.run(args).then(({ stdout }) => parseSettings(stdout));
      this.#settings = { until: now + knownMs, key, value };
    }
    return this.#settings.value;
  }

  async #readPlaces(): Promise<Pick<Borrowed, 'objects' | 'format'>> {
    this.#places ??= this.#askPlaces();
    return this.#places;
  }

  async #askPlaces(): Promise<Pick<Borrowed, 'objects' | 'format'>> {
    const format = await this.#git.text(['rev-parse', '--show-object-format']);
    const objects = await this.#git.text([
      'rev-parse',
      '--path-format=absolute',
      '--git-path',
      'objects',
    ]);
    return { objects: await withLenders(objects), format };
  }

  async #ageOf(names: readonly string[]): Promise<string> {
    const ages = names.map(async (name) => {
      const found = await stat(join(this.commonDirectory, name)).catch(() => null);
      return found === null ? '-' : `${found.mtimeMs}/${found.size}/${found.ino}`;
    });
    return (await Promise.all(ages)).join(' ');
  }
}
