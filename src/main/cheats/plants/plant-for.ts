import { assertNever } from '#shared/lib/assert-never.ts';
import type { RepositoryKind } from '#main/cheats/repository-kind.ts';
import type { Plant } from './plant.ts';
import { pythonPlant } from './python-plant.ts';
import { scriptPlant } from './script-plant.ts';
import { shellPlant } from './shell-plant.ts';

/** The plant for a kind of repository, in a folder of it. */
export function plantFor(kind: RepositoryKind, folder: string): Plant {
  switch (kind) {
    case 'node':
    case 'vitest':
    case 'jest':
      return scriptPlant(kind, folder);
    case 'pytest':
      return pythonPlant(folder);
    case 'shell':
      return shellPlant(folder);
    default:
      return assertNever(kind, 'kind of repository');
  }
}
