import { expect } from 'vitest';
import type { Workspace } from '#main/engine/workspace.ts';
import type { WorkerHere } from '#main/work/local-worker.ts';
import type { WorkWatch } from '#main/work/orders.ts';

/** What passed between the host and a worker, by name: orders, reports and the kinds of signals. */
export type SentMessages = Map<string, unknown[]>;

/** What arrives when a value is sent as JSON; fails the test when that is not all of it. */
function sent<Value>(messages: SentMessages, name: string, value: Value): Value {
  if (value === undefined) return value;
  const arrived: Value = JSON.parse(JSON.stringify(value));
  expect(arrived, name).toStrictEqual(value);
  expect(structuredClone(value), name).toStrictEqual(value);
  messages.set(name, [...(messages.get(name) ?? []), arrived]);
  return arrived;
}

/** A worker that gets every order as JSON, and whose reports and signals come back as JSON. */
export function sentWorker(worker: WorkerHere, messages: SentMessages): WorkerHere {
  const there = <Order>(name: string, order: Order): Order => sent(messages, name, order);
  const back = async <Report>(name: string, report: Promise<Report>): Promise<Report> =>
    sent(messages, `${name} report`, await report);
  const heard =
    (watch: WorkWatch): WorkWatch =>
    (signal) =>
      watch(sent(messages, `signal ${signal.kind}`, signal));
  return {
    get agents() {
      return worker.agents;
    },
    treeNow: async (attemptId) => worker.treeNow(attemptId),
    folderOf: (worktree) => worker.folderOf(worktree),
    prepare: async (order, watch, stop) =>
      back('prepare', worker.prepare(there('prepare', order), heard(watch), stop)),
    run: async (order, watch, stop) =>
      back('run', worker.run(there('run', order), heard(watch), stop)),
    record: async (order) => back('record', worker.record(there('record', order))),
    stage: async (order) => back('stage', worker.stage(there('stage', order))),
    stageEarly: async (order) => back('stageEarly', worker.stageEarly(there('stageEarly', order))),
    leave: async (id) => back('leave', worker.leave(there('leave', id))),
    environments: async (order) =>
      back('environments', worker.environments(there('environments', order))),
    layOut: async (order) => back('layOut', worker.layOut(there('layOut', order))),
    compare: async (order, watch, stop) =>
      back('compare', worker.compare(there('compare', order), heard(watch), stop)),
    endChecks: async (runId) => back('endChecks', worker.endChecks(there('endChecks', runId))),
    check: async (order, watch, stop) =>
      back('check', worker.check(there('check', order), heard(watch), stop)),
    tidy: async (order) => back('tidy', worker.tidy(there('tidy', order))),
  };
}

/** The workspace with runs whose worker is reached by JSON alone. */
export function withSentWorker(workspace: Workspace, messages: SentMessages): Workspace {
  return {
    ...workspace,
    async forRun(runId, origin) {
      const parts = await workspace.forRun(runId, origin);
      const worker = sentWorker(parts.worker, messages);
      return { ...parts, worker, landing: { ...parts.landing, worker } };
    },
  };
}
