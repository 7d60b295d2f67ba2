import { expect } from 'vitest';
import type { ForeignChange, ForeignItem } from '#shared/model/foreign-change.ts';
import { foreignChanges } from '#main/engine/guard/foreign-changes.ts';
import { testWorkspace } from './workspaces.ts';
import type { TestWorkspace } from './workspaces.ts';

// Agents reach the person's repository by its path here, as they can wherever they run as the person.

/** A workspace with one task whose agent does `act` in the person's repository (`$R`), then its work. */
export async function withAgent(
  act: string,
  arrange: (test: TestWorkspace) => void = () => {},
): Promise<TestWorkspace> {
  const test = await testWorkspace();
  arrange(test);
  test.task('t1', { script: `R='${test.root}'\n${act}\necho 1 > t1.txt` });
  return test;
}

export function changesOf(test: TestWorkspace): readonly ForeignChange[] {
  return foreignChanges(test.workspace).filter(({ ran }) => ran.length > 0);
}

/** The items of the one change that was found. */
export function itemsOf(test: TestWorkspace): readonly ForeignItem[] {
  const changes = changesOf(test);
  expect(changes).toHaveLength(1);
  return changes[0]?.items ?? [];
}

export function idOf(test: TestWorkspace): string {
  return changesOf(test)[0]?.id ?? 'none';
}

export const told = (test: TestWorkspace): readonly string[] => test.notices('repository_changed');
export const value = (test: TestWorkspace, ...args: string[]): string => test.git(...args).trim();
