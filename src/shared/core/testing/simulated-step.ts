import { currentWork } from '#shared/core/records/current-work.ts';
import type { State } from './replay.ts';
import type { Attempt } from '#shared/model/attempt.ts';
import type { Landing } from '#shared/model/landing.ts';
import type { Run } from '#shared/model/run.ts';
import { lifeScript, nextStep } from './simulated-attempt.ts';
import type { AttemptScript, Step, StepInput } from './simulated-attempt.ts';
import { nextLandingStep, withdraw } from './simulated-landing.ts';
import type { LandingInput } from './simulated-landing.ts';
import type { SimulatedLedger } from './simulated-ledger.ts';

/** What a step of a simulated run finds around it. */
export interface StepWorld {
  readonly ledger: Pick<SimulatedLedger, 'state' | 'log'>;
  readonly scripted: readonly {
    readonly id: string;
    readonly attempts: readonly AttemptScript[];
  }[];
  readonly run: Run;
  /** Whether the folder that shows the epic is not clean now. */
  readonly isDirty: boolean;
  /** Epoch ms. */
  readonly now: number;
}

/** The attempts at a task, oldest first, and the landings of their work. */
export function recordsOf(
  { attempts, landings }: Pick<State, 'attempts' | 'landings'>,
  taskId: string,
): { readonly attempts: readonly Attempt[]; readonly landings: readonly Landing[] } {
  return {
    attempts: [...attempts.values()].filter((attempt) => attempt.taskId === taskId),
    landings: [...landings.values()].filter(({ works }) => works.at(-1)?.taskId === taskId),
  };
}

/** The present step of what is driven for a task, as its machine asks for it. */
export function taskStep(world: StepWorld, taskId: string): Step {
  const { attempts, landings } = recordsOf(world.ledger.state, taskId);
  const work = currentWork(attempts, landings);
  if (work?.kind === 'attempt') return nextStep(attemptInput(world, taskId));
  if (work?.kind === 'landing') return nextLandingStep(landingInput(world, taskId));
  throw new Error(`Nothing is to be done for ${taskId}.`);
}

/** Ends the landing of a task that waits, because its run ends. */
export function withdrawal(world: StepWorld, taskId: string): Step {
  return withdraw(landingInput(world, taskId));
}

function attemptInput({ ledger, scripted, run, now }: StepWorld, taskId: string): StepInput {
  const task = ledger.state.tasks.get(taskId);
  const { attempts, landings } = recordsOf(ledger.state, taskId);
  const attempt = attempts.at(-1);
  if (attempt === undefined || task === undefined) throw new Error('A record is gone.');
  const scripts = scripted.find(({ id }) => id === taskId)?.attempts ?? [];
  return {
    attempt,
    task,
    earlier: attempts.slice(0, -1),
    landings,
    settings: run.settings,
    script: lifeScript(scripts, attempt.number),
    isStopping: run.status === 'stopping',
    now,
  };
}

function landingInput(world: StepWorld, taskId: string): LandingInput {
  const input = attemptInput(world, taskId);
  const landing = input.landings.at(-1);
  if (landing === undefined) throw new Error('A landing is gone.');
  const wasOvertaken = world.ledger.log.some(
    (entry) =>
      entry.collection === 'landings' &&
      entry.id === landing.id &&
      entry.event.kind === 'intent_withdrawn',
  );
  return { ...input, landing, wasOvertaken, isDirty: world.isDirty };
}
