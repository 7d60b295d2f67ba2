import { assertNever } from '#shared/lib/assert-never.ts';
import type { Role } from '#shared/model/attempt.ts';
import { agentLabel } from '#shared/model/task.ts';
import type { Task } from '#shared/model/task.ts';

/** What an attempt delivers. */
export type Product = 'change' | 'verdict' | 'document';

/** What an attempt has to leave behind, beside its product itself (SPEC section 5.6). */
export type Owed = 'diff' | 'test_files' | 'criteria';

/** What a role is. This table contains all differences between roles; nothing else asks for its name. */
export interface RoleRules {
  readonly product: Product;
  /** Which files its change may touch. */
  readonly writes: 'anything' | 'tests' | 'all_but_tests' | 'nothing';
  /** A worktree of its own, the one whose work it looks at, or one that it only reads. */
  readonly checkout: 'own' | 'reviewed' | 'read_only';
  readonly owes: readonly Owed[];
  /** What the checks of its product have to say. */
  readonly checks: 'pass' | 'fail_as_expected' | 'none';
  /** What a card calls its work: on a task without tests of another task, and on one that has them. */
  readonly shownAs: { readonly alone: string; readonly withTests: string };
}

function named(name: string): RoleRules['shownAs'] {
  return { alone: name, withTests: name };
}

const allThatIsOwed: readonly Owed[] = ['diff', 'test_files', 'criteria'];

export const roles: Readonly<Record<Role, RoleRules>> = {
  planner: {
    product: 'document',
    writes: 'nothing',
    checkout: 'read_only',
    owes: [],
    checks: 'none',
    shownAs: named('planner'),
  },
  'test-writer': {
    product: 'change',
    writes: 'tests',
    checkout: 'own',
    owes: allThatIsOwed,
    checks: 'fail_as_expected',
    shownAs: named('RED'),
  },
  developer: {
    product: 'change',
    writes: 'anything',
    checkout: 'own',
    owes: allThatIsOwed,
    checks: 'pass',
    shownAs: { alone: 'developer', withTests: 'GREEN' },
  },
  reviewer: {
    product: 'verdict',
    writes: 'nothing',
    checkout: 'reviewed',
    owes: [],
    checks: 'none',
    shownAs: named('reviewer'),
  },
  debugger: {
    product: 'change',
    writes: 'all_but_tests',
    checkout: 'own',
    owes: allThatIsOwed,
    checks: 'pass',
    shownAs: named('debugger'),
  },
  looper: {
    product: 'change',
    writes: 'all_but_tests',
    checkout: 'own',
    owes: allThatIsOwed,
    checks: 'pass',
    shownAs: named('looper'),
  },
};

/** What the work of a role is called on the card of a task. */
export function workName(role: Role, task: Pick<Task, 'testTaskId'>): string {
  const { alone, withTests } = roles[role].shownAs;
  return task.testTaskId === null ? alone : withTests;
}

/** Whether the label of a task asks for tests (`agent:test`, SPEC section 2, labels). */
export function writesTests(task: Pick<Task, 'labels'>): boolean {
  return agentLabel(task) === 'test';
}

/** Whether a role may change files of a kind. */
export function mayWrite(role: Role, files: 'code' | 'tests'): boolean {
  const { writes } = roles[role];
  switch (writes) {
    case 'anything':
      return true;
    case 'tests':
      return files === 'tests';
    case 'all_but_tests':
      return files === 'code';
    case 'nothing':
      return false;
    default:
      return assertNever(writes, 'what a role may write');
  }
}
