import type { RunSettings } from '#shared/model/run.ts';
import type { AttemptScript } from './simulated-attempt.ts';

/** A chosen task and what its attempts will do: the list is used again from its start when it ends. */
export interface ScriptedTask {
  readonly id: string;
  readonly dependencies: readonly string[];
  readonly testTaskId: string | null;
  readonly labels: readonly string[];
  readonly agent: string;
  readonly attempts: readonly AttemptScript[];
}

/** What happens from outside, that many ms after the run's start. */
export type Intervention =
  | { readonly kind: 'cancel'; readonly afterMs: number; readonly now: boolean }
  /** The host dies and another one takes the run over. */
  | { readonly kind: 'crash'; readonly afterMs: number }
  /** A person pauses the run, and lets it go on `forMs` later. */
  | { readonly kind: 'pause'; readonly afterMs: number; readonly forMs: number }
  | { readonly kind: 'go_on'; readonly afterMs: number }
  /** A person adds those of the scenario's later tasks that can be added. */
  | { readonly kind: 'add'; readonly afterMs: number; readonly taskIds: readonly string[] }
  /** A person opens a closed or blocked task again. */
  | { readonly kind: 'reopen'; readonly afterMs: number; readonly taskId: string }
  /** A person changes files in the folder that shows the epic, and puts them away `forMs` later. */
  | { readonly kind: 'dirty'; readonly afterMs: number; readonly forMs: number }
  | { readonly kind: 'clean'; readonly afterMs: number }
  /** The store says in progress, and nobody works on it. */
  | { readonly kind: 'drift'; readonly afterMs: number; readonly taskId: string };

/** A whole run, known in advance; the same scenario gives the same simulation. */
export interface Scenario {
  /** In planned order. */
  readonly tasks: readonly ScriptedTask[];
  /** Tasks that are not chosen at first, and may be added. */
  readonly later: readonly ScriptedTask[];
  readonly closedOutside: readonly string[];
  readonly settings: RunSettings;
  readonly interventions: readonly Intervention[];
}
