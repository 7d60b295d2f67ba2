import { implement } from '@orpc/server';
import { runsContract } from '#shared/contract/runs.ts';
import type { Preflight } from '#shared/contract/runs.ts';
import { joinFailures } from '#shared/lib/failure.ts';
import type { Failure } from '#shared/lib/failure.ts';
import { KeyedMutex } from '#shared/lib/keyed-mutex.ts';
import { err, ok } from '#shared/lib/result.ts';
import type { Result } from '#shared/lib/result.ts';
import type { RunSettings } from '#shared/model/run.ts';
import type { Host } from '#main/engine/host/host.ts';
import type { OpenWorkspace } from '#main/engine/host/hosted-workspace.ts';
import { cancelRun, resumeRun, runSettings, startRun } from '#main/engine/runs/run-control.ts';
import { repairWorkspace } from '#main/engine/runs/repair.ts';
import { preflightReport } from '#main/engine/runs/run-report.ts';
import { addToRun, pauseRun } from '#main/engine/runs/steer-run.ts';
import { done, replyIn, replyWithRepository } from '#main/ipc/reply.ts';

export function runsProcedures(host: Host) {
  const { preflight, start, enqueue, resume, cancel, repair, pause } = implement(runsContract);
  const resuming = new KeyedMutex();
  return {
    preflight: preflight.handler(async ({ input }) => {
      const { workspaceId, scope, overrides } = input;
      const report = await replyWithRepository(host, workspaceId, async (open) => {
        await open.rereadConfig();
        const { workspace } = open;
        const settings = runSettings(workspace, definedOf(overrides));
        return ok(await preflightReport(workspace, scope, settings));
      });
      return report.ok ? report.value : impossible(report.error);
    }),
    start: start.handler(async ({ input }) => {
      const { workspaceId, scope, overrides } = input;
      const started = await replyWithRepository(host, workspaceId, async (open) => {
        await open.rereadConfig();
        const run = await open.begin(async (beginning) =>
          startRun(open.workspace, scope, definedOf(overrides), beginning),
        );
        if (run.ok) open.adopt(run.value);
        return ok(run);
      });
      if (!started.ok) return err([started.error]);
      const run = started.value;
      return run.ok ? ok({ runId: run.value.run.id }) : err(run.error);
    }),
    enqueue: enqueue.handler(async ({ input }) =>
      replyWithRepository(host, input.workspaceId, async ({ workspace }) => {
        const added = await addToRun(workspace, input.taskIds);
        return added.ok ? ok(null) : err(joinFailures(added.error));
      }),
    ),
    resume: resume.handler(async ({ input }) =>
      replyWithRepository(host, input.workspaceId, async (open) =>
        // One after the other: who presses twice finds the run that goes on.
        resuming.run(open.id, async () => resumeOnce(open)),
      ),
    ),
    cancel: cancel.handler(async ({ input }) =>
      replyIn(host, input.workspaceId, async (open) =>
        open.stopBeginning() ? ok(null) : done(await cancelRun(open.workspace, input.now)),
      ),
    ),
    repair: repair.handler(async ({ input }) =>
      replyWithRepository(host, input.workspaceId, async ({ workspace }) =>
        repairWorkspace(workspace),
      ),
    ),
    pause: pause.handler(async ({ input }) =>
      replyIn(host, input.workspaceId, async ({ workspace }) =>
        done(pauseRun(workspace, input.paused)),
      ),
    ),
  };
}

/** Goes on with the run whose process is gone; with the one that is driven here already, nothing is left to do. */
async function resumeOnce(open: OpenWorkspace): Promise<Result<{ runId: string }, Failure>> {
  const { drivenRun } = open;
  if (drivenRun !== null) return ok({ runId: drivenRun.run.id });
  await open.rereadConfig();
  const resumed = await resumeRun(open.workspace);
  if (!resumed.ok) return resumed;
  open.adopt(resumed.value);
  return ok({ runId: resumed.value.run.id });
}

/** The settings that the page gave; one that is undefined is none. */
function definedOf(overrides: {
  readonly [Name in keyof RunSettings]?: RunSettings[Name] | undefined;
}) {
  const entries = Object.entries(overrides).filter(([, value]) => value !== undefined);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the same object without some keys
  return Object.fromEntries(entries) as Partial<RunSettings>;
}

/** What a run would do where nothing can even be looked at: nothing, for this reason. */
function impossible(problem: Failure): Preflight {
  return {
    problems: [problem],
    warnings: [],
    taskIds: [],
    skips: [],
    include: null,
    batches: [],
    layers: [],
    criticalPath: [],
    estimate: { minutes: null, tokens: null, costUsd: null, source: 'no history', sampleSize: 0 },
    agents: [],
    checks: [],
    epics: [],
    baseline: [],
    conflicts: [],
  };
}
