import type { SecretKeeper } from '#shared/core/secrets/secret-keeper.ts';
import type { Clock } from '#shared/lib/clock.ts';
import type { IdSource } from '#shared/lib/ids.ts';
import type { KeyedMutex } from '#shared/lib/keyed-mutex.ts';
import type { Logger } from '#shared/lib/logger.ts';
import type { GitClient } from '#main/git/client.ts';
import type { Repository } from '#main/git/repository.ts';
import type { SourceRegistry } from '#main/sources/registry.ts';
import type { Store } from '#main/store/store.ts';

/** What keeping tasks and their files the same works with. */
export interface TaskFileParts {
  readonly sources: SourceRegistry;
  readonly store: Store;
  /** Git in the user's repository. */
  readonly git: GitClient;
  readonly repository: Pick<Repository, 'root'>;
  readonly mutex: KeyedMutex;
  readonly secrets: SecretKeeper;
  readonly clock: Clock;
  readonly ids: IdSource;
  readonly logger: Logger;
}
