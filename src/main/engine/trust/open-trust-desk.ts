import { join } from 'node:path';
import type { Clock } from '#shared/lib/clock.ts';
import type { GitClient } from '#main/git/client.ts';
import type { Repository } from '#main/git/repository.ts';
import type { Store } from '#main/store/store.ts';
import { RepositoryParts } from '#main/trust/repository-parts.ts';
import { TrustDesk } from '#main/trust/trust-desk.ts';
import { isBlockedForTrust } from '#main/trust/trust-failures.ts';
import { createTrustGate } from '#main/trust/trust-gate.ts';
import type { TrustGate } from '#main/trust/trust-gate.ts';
import { readProjectConfig } from '#main/workspace/config-file.ts';

/** What a workspace needs to know what it may do. */
export interface OpenTrust {
  readonly trustDesk: TrustDesk;
  readonly trustParts: RepositoryParts;
  readonly trustGate: TrustGate;
}

/** File of the person's rules for folders, in the app's data folder. */
export function trustFoldersFile(appFolder: string): string {
  return join(appFolder, 'trusted-folders.json');
}

/** File of what the person has agreed to for one repository, in the workspace's folder. */
export function agreementFile(ownFolder: string): string {
  return join(ownFolder, 'trust.json');
}

/** Opens what a person has agreed to for one repository; `git` must be one that only looks. */
export function openTrustDesk(options: {
  readonly appFolder: string;
  readonly ownFolder: string;
  readonly repository: Repository;
  readonly git: GitClient;
  readonly store: Store;
  readonly clock: Clock;
  /** Where the worktrees are now. */
  readonly places: { readonly worktrees: string };
}): OpenTrust {
  const { appFolder, ownFolder, repository, git, store, clock, places } = options;
  let lastChange = 0;
  const trustParts = new RepositoryParts(repository, git, {
    tasks: () => store.all('tasks'),
    lastTaskChange() {
      for (;;) {
        const changes = store.changes('tasks', lastChange, 1_000);
        lastChange = changes.at(-1)?.sequence ?? lastChange;
        if (changes.length < 1_000) return lastChange;
      }
    },
    suspectWorktrees: () =>
      store
        .find('tasks', 'status', 'blocked')
        .some(({ blockedReason }) => isBlockedForTrust(blockedReason ?? ''))
        ? places.worktrees
        : null,
    epics: () => store.all('epics'),
  });
  const trustDesk = new TrustDesk({
    parts: trustParts,
    root: repository.root,
    agreementFile: agreementFile(ownFolder),
    foldersFile: trustFoldersFile(appFolder),
    clock,
  });
  const trustGate = createTrustGate({
    desk: trustDesk,
    parts: trustParts,
    git,
    root: repository.root,
    async readConfig() {
      const { config, exists } = await readProjectConfig(repository.root);
      return { config, exists };
    },
  });
  return { trustDesk, trustParts, trustGate };
}
