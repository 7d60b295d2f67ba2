import type { Attempt } from '#shared/model/attempt.ts';
import type { GateKind, Landing } from '#shared/model/landing.ts';
import type { RunSettings } from '#shared/model/run.ts';
import type { Task } from '#shared/model/task.ts';
import { settleAll } from '#shared/core/records/attempt-result.ts';
import { landingMachine } from '#shared/core/records/landing-machine.ts';
import type { WorkCaps } from './caps.ts';
import { attemptsOfLife, unlandedAttempts } from './lives.ts';
import { protocolOf } from './protocol.ts';
import type { Protocol } from './protocol.ts';
import { tryOf } from './tries.ts';
import type { Try } from './tries.ts';

/** The landing of a piece of work that has not ended. */
export interface OpenLanding {
  readonly id: string;
  /** The attempt whose product it carries; null where there was none. */
  readonly attemptId: string | null;
  /** The gate that it waits at; null when it can be driven on. */
  readonly waitsAt: GateKind | null;
}

/** All that the next step of a piece of work depends on. */
export interface Work {
  readonly protocol: Protocol;
  /** The tries of its present life, oldest first. */
  readonly tries: readonly Try[];
  /** Those whose product has not landed, oldest first, also of an earlier life. */
  readonly unlanded: readonly Try[];
  /** Null when none is open. */
  readonly landing: OpenLanding | null;
  /** Whether what this life was for is where it belongs. */
  readonly isDone: boolean;
  readonly caps: WorkCaps;
  /** Why an agent that its provider refuses is tried no more; null when it is. */
  readonly hopeless: string | null;
}

/** What is known of a task. */
export interface TaskRecords {
  readonly task: Pick<Task, 'labels' | 'life' | 'startedAt'>;
  /** All of its attempts, oldest first. */
  readonly attempts: readonly Attempt[];
  /** All landings of its changes. */
  readonly landings: readonly Landing[];
}

/** A task as a piece of work under the settings of a run. */
export function workOf(
  { task, attempts, landings }: TaskRecords,
  settings: WorkCaps & Pick<RunSettings, 'redispatchLimit'>,
  hopeless: string | null = null,
): Work {
  const settled = settleAll(attempts, landings);
  const tries = attemptsOfLife(task, settled).map(tryOf);
  return {
    protocol: protocolOf(task, settings),
    tries,
    unlanded: unlandedAttempts(settled).map(tryOf),
    landing: openLanding(landings),
    isDone: tries.some(({ end }) => end === 'accepted'),
    caps: settings,
    hopeless,
  };
}

function openLanding(landings: readonly Landing[]): OpenLanding | null {
  const landing = landings.find(({ phase, kind }) => phase !== 'ended' && kind === 'merge');
  if (landing === undefined) return null;
  const isDriven = landingMachine.effects(landing).length > 0;
  return {
    id: landing.id,
    attemptId: landing.works.at(-1)?.attemptId ?? null,
    waitsAt: isDriven ? null : (landing.waitsFor?.gate ?? null),
  };
}
