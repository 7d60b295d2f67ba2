import { lockFileInstall } from '#shared/core/project-config/lock-files.ts';

/** What files that decide the setup are, by path: git's name of their content, null for none. */
export type Inputs = Readonly<Record<string, string | null>>;

/** What is known of the dependencies that a tree needs. */
export interface Needed {
  /** The person's setup command; empty for none. */
  readonly setup: string;
  /** The inputs in the checkout that the dependencies were copied from. */
  readonly copied: Inputs;
  /** The inputs in the tree that is checked. */
  readonly tree: Inputs;
  /** The inputs in the commit that it stands on, which has landed. */
  readonly onto: Inputs;
}

/** How a room gets its dependencies beside the copies. */
export interface RoomPlan {
  /** Commands that set them up, in order. */
  readonly commands: readonly string[];
  /**
   * In which tree they run. What the work did not change is set up where the work is not: no program of
   * an agent takes part in it.
   */
  readonly at: 'onto' | 'tree';
}

/**
 * Decides how dependencies are set up (SPEC sections 6.1, 15): by the person's command; without one, by the install of
 * the lock files that are not as in the checkout; else the copies do.
 */
export function planRoom({ setup, copied, tree, onto }: Needed): RoomPlan {
  const at = changedInputs(tree, onto).length === 0 ? 'onto' : 'tree';
  if (setup.trim() !== '') return { commands: [setup], at };
  const other = changedInputs(tree, copied).filter((path) => (tree[path] ?? null) !== null);
  const installs = other.flatMap((path) => lockFileInstall(path) ?? []);
  return { commands: [...new Set(installs)], at };
}

function changedInputs(left: Inputs, right: Inputs): readonly string[] {
  return Object.keys(left).filter((path) => (left[path] ?? null) !== (right[path] ?? null));
}
