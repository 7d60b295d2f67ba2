import type { TestSpecification } from 'vitest/node';
import { BaseSequencer } from 'vitest/node';

/** Files that take longest, by name; a file that is not named here is no fault. */
const longest = [
  'crash-recovery-1',
  'crash-recovery-2',
  'crash-recovery-3',
  'cheats-played',
  'cheats-played-pytest',
  'full-disk',
  'scanners',
  'undo-crash',
  'run-processes',
  'replica',
  'trust',
  'run-hostile-files',
  'real-backlog',
  'undo-at-once',
];

/** Starts the longest files first, so that no worker is left with one of them at the end. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    return sorted.toSorted((one, other) => rank(one) - rank(other));
  }
}

function rank({ moduleId }: TestSpecification): number {
  const place = longest.findIndex((name) => moduleId.endsWith(`/${name}.test.ts`));
  return place === -1 ? longest.length : place;
}
