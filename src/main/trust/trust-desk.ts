import { compareWithAgreement, trustStateOf, unagreedParts } from '#shared/core/trust/compare.ts';
import type { ComparedPart } from '#shared/core/trust/compare.ts';
import { trustedFolderOf } from '#shared/core/trust/folder-rules.ts';
import { contentKey, digestText } from '#shared/core/trust/parts.ts';
import { isoTime } from '#shared/lib/clock.ts';
import type { Clock } from '#shared/lib/clock.ts';
import type { Failure } from '#shared/lib/failure.ts';
import { KeyedMutex } from '#shared/lib/keyed-mutex.ts';
import { err, ok } from '#shared/lib/result.ts';
import type { Result } from '#shared/lib/result.ts';
import type { TrustAgreement, TrustPart, TrustState } from '#shared/model/trust.ts';
import { noAgreement, readAgreement, readFolderRules, writeAgreement } from './agreement-file.ts';
import { hashOf } from './make-part.ts';
import type { ConfigInEffect, RepositoryParts } from './repository-parts.ts';
import { neverTrusted, trustChanged, trustMoved } from './trust-failures.ts';

/** What a repository can execute, beside what the person has agreed to. */
export interface TrustLook {
  readonly state: TrustState;
  /** Names exactly these parts. */
  readonly digest: string;
  readonly parts: readonly TrustPart[];
  readonly agreement: TrustAgreement;
  /** The folder that a rule of the person trusts; null where none does. */
  readonly trustedFolder: string | null;
}

/**
 * Whether the config may apply, and git may do what the repository's own settings say. Every other change blocks only
 * the tasks that it concerns.
 */
export function configApplies({ state, agreement, parts }: TrustLook): boolean {
  if (state === 'trusted') return true;
  if (agreement.agreedAt === null) return false;
  return unagreedParts(agreement, parts).every(({ kind }) => kind !== 'config' && kind !== 'git');
}

/** Why the repository is not trusted as it is. */
export function trustProblem({ agreement, parts }: TrustLook): Failure<'not-trusted'> {
  return agreement.agreedAt === null
    ? neverTrusted(parts)
    : trustChanged(unagreedParts(agreement, parts));
}

export interface TrustDeskDependencies {
  readonly parts: RepositoryParts;
  /** The repository's root, links resolved. */
  readonly root: string;
  /** File that keeps what was agreed to for this repository. */
  readonly agreementFile: string;
  /** File with the person's rules for folders. */
  readonly foldersFile: string;
  readonly clock: Clock;
}

/** Keeps for one repository what the person has agreed to, and compares it with what is there. */
export class TrustDesk {
  readonly #dependencies: TrustDeskDependencies;
  readonly #mutex = new KeyedMutex();

  constructor(dependencies: TrustDeskDependencies) {
    this.#dependencies = dependencies;
  }

  /** Reads what can execute now, and whether the person has agreed to it. */
  async look(current: ConfigInEffect): Promise<TrustLook> {
    const { parts: source } = this.#dependencies;
    const agreement = await this.agreement();
    const parts = await source.collect(current, agreement.imported);
    const trustedFolder = await this.trustedFolder();
    return {
      state: trustStateOf(agreement, parts, trustedFolder),
      digest: hashOf(digestText(parts)),
      parts,
      agreement,
      trustedFolder,
    };
  }

  /** What was agreed to, as it is kept. */
  async agreement(): Promise<TrustAgreement> {
    return readAgreement(this.#dependencies.agreementFile);
  }

  /** The folder around the repository that the person trusts as a whole; null when there is none. */
  async trustedFolder(): Promise<string | null> {
    const { foldersFile, root } = this.#dependencies;
    const rules = await readFolderRules(foldersFile);
    return trustedFolderOf(root, rules, process.platform === 'win32' ? '\\' : '/');
  }

  /** Agrees to what can execute now, if that is still what was shown under `digest`; null: whatever it is. */
  async agree(current: ConfigInEffect, digest: string | null): Promise<Result<TrustLook, Failure>> {
    return this.#change(current, (agreement, look) => {
      if (digest !== null && digest !== look.digest) return err(trustMoved());
      return ok({ ...agreement, agreedAt: this.#now(), parts: [...look.parts] });
    });
  }

  /** Takes the agreement back. */
  async withdraw(current: ConfigInEffect): Promise<Result<TrustLook, Failure>> {
    return this.#change(current, ({ imported }) => ok({ ...noAgreement, imported }));
  }

  /**
   * Takes a change of the person's own into an agreement that there is: of what is there now, the parts that
   * `isOwn` says were changed by the person. Without an agreement nothing happens: the question comes anyway.
   */
  async takeOwnChange(
    current: ConfigInEffect,
    isOwn: (part: TrustPart) => boolean,
  ): Promise<Result<TrustLook, Failure>> {
    return this.#change(current, (agreement, look) => {
      if (agreement.agreedAt === null) return ok(agreement);
      const own = unagreedParts(agreement, look.parts).filter(isOwn);
      const keys = new Set(own.map(contentKey));
      return ok({
        ...agreement,
        parts: [...agreement.parts.filter((part) => !keys.has(contentKey(part))), ...own],
      });
    });
  }

  /** Notes tasks that came from a file which is not read again: what they run is not the person's own. */
  async noteImported(
    current: ConfigInEffect,
    ids: readonly string[],
  ): Promise<Result<void, Failure>> {
    if (ids.length === 0) return ok(undefined);
    const noted = await this.#change(current, (agreement) =>
      ok({ ...agreement, imported: [...new Set([...agreement.imported, ...ids])] }),
    );
    return noted.ok ? ok(undefined) : noted;
  }

  /** What is news since the agreement, and what is as it was. */
  compare({ agreement, parts }: TrustLook): readonly ComparedPart[] {
    return compareWithAgreement(agreement, parts);
  }

  async #change(
    current: ConfigInEffect,
    change: (agreement: TrustAgreement, look: TrustLook) => Result<TrustAgreement, Failure>,
  ): Promise<Result<TrustLook, Failure>> {
    return this.#mutex.run('agreement', async () => {
      const look = await this.look(current);
      const changed = change(look.agreement, look);
      if (!changed.ok) return changed;
      const written = await writeAgreement(this.#dependencies.agreementFile, changed.value);
      return written.ok ? ok(await this.look(current)) : written;
    });
  }

  #now(): string {
    return isoTime(this.#dependencies.clock.now());
  }
}
