import type { Clock } from '#shared/lib/clock.ts';

/** After this long git is asked again, in ms: the user may have changed the name. */
const knownMs = 20_000;

/** Author and committer of a commit that is made now, as its object has them. */
export interface Signatures {
  readonly author: string;
  readonly committer: string;
}

interface Known {
  readonly author: string;
  readonly committer: string;
  /** Such as `+0100`. */
  readonly zone: string;
  readonly until: number;
}

/** Git in a folder, as far as it is asked here. */
interface AskedGit {
  readonly folder: string;
  text(args: readonly string[]): Promise<string>;
}

/** Who git would have commit in each folder: the user's settings may differ between them. */
export class Identities {
  readonly #clock: Clock;
  readonly #known = new Map<string, Known>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /**
   * Signatures for a commit made with this git, at this moment.
   * @throws {GitError} when git knows no name
   */
  async signatures(git: AskedGit): Promise<Signatures> {
    const now = this.#clock.now();
    const known = this.#known.get(git.folder);
    const current = known !== undefined && now < known.until ? known : await ask(git, now);
    this.#known.set(git.folder, current);
    const time = `${Math.floor(now / 1000)} ${current.zone}`;
    return { author: `${current.author} ${time}`, committer: `${current.committer} ${time}` };
  }
}

/** Reads `Name <mail> seconds zone` of both. */
async function ask(git: AskedGit, now: number): Promise<Known> {
  const [author, committer] = await Promise.all([
    git.text(['var', 'GIT_AUTHOR_IDENT']),
    git.text(['var', 'GIT_COMMITTER_IDENT']),
  ]);
  const withoutTime = (text: string): string => text.replace(/ \d+ [+-]\d+$/, '');
  return {
    author: withoutTime(author),
    committer: withoutTime(committer),
    zone: committer.slice(committer.lastIndexOf(' ') + 1),
    until: now + knownMs,
  };
}
