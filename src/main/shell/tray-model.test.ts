import { describe, expect, it } from 'vitest';
import { trayModel } from './tray-model.ts';
import type { ShellRun, ShellStatus } from './shell-host.ts';

const run: ShellRun = {
  workspaceId: 'shop-1',
  workspaceName: 'shop',
  runId: 'run-1',
  isPaused: false,
};
const quiet: ShellStatus = { counts: { running: 0, waiting: 0, blocked: 0 }, needing: 0, runs: [] };
const busy: ShellStatus = {
  counts: { running: 2, waiting: 0, blocked: 1 },
  needing: 0,
  runs: [run],
};

function labels(status: ShellStatus, isQuitting = false): readonly string[] {
  return trayModel(status, isQuitting).items.map((item) =>
    item.kind === 'separator' ? '-' : item.label,
  );
}

describe('trayModel', () => {
  it('is quiet when no run is active', () => {
    expect(trayModel(quiet, false)).toMatchObject({ picture: 'idle', title: '', badge: 0 });
    expect(labels(quiet)).toEqual([
      'No run is active',
      '-',
      'Open Switchyard',
      '-',
      'Quit Switchyard',
    ]);
  });

  it('tells the counts and leads to the run', () => {
    const model = trayModel(busy, false);
    expect(model).toMatchObject({ picture: 'running', title: '2', badge: 0 });
    expect(model.tooltip).toBe('Switchyard\n2 running · 0 waiting · 1 blocked');
    expect(labels(busy)).toEqual([
      '2 running · 0 waiting · 1 blocked',
      'Show the run of shop',
      '-',
      'Start no new tasks for now',
      'Open Switchyard',
      '-',
      'Quit Switchyard',
    ]);
    expect(model.items).toContainEqual({
      kind: 'action',
      label: 'Show the run of shop',
      action: { kind: 'open-run', workspaceId: 'shop-1', runId: 'run-1' },
    });
  });

  it('asks for attention when an agent waits', () => {
    const waiting = { ...busy, counts: { ...busy.counts, waiting: 3 } };
    expect(trayModel(waiting, false)).toMatchObject({
      picture: 'attention',
      badge: 0,
      title: '2 · 3 waiting',
    });
  });

  it('counts on the icon what needs the person, also when no run is active', () => {
    const left = { ...quiet, needing: 2 };
    expect(trayModel(left, false)).toMatchObject({ picture: 'attention', badge: 2 });
    expect(labels(left).slice(0, 2)).toEqual(['No run is active', '2 need you']);
    expect(labels({ ...quiet, needing: 1 })).toContain('1 needs you');
  });

  it('pauses all runs, and lets them go on when all are paused', () => {
    const paused = { ...run, runId: 'run-2', isPaused: true };
    const action = (runs: readonly ShellRun[]) =>
      trayModel({ ...busy, runs }, false).items.flatMap((item) =>
        item.kind === 'action' && item.action.kind === 'pause' ? [item.action.paused] : [],
      );
    expect(action([run, paused])).toEqual([true]);
    expect(action([paused])).toEqual([false]);
    expect(labels({ ...busy, runs: [paused] })).toContain('Show the run of shop (paused)');
  });

  it('says that it will quit', () => {
    expect(labels(busy, true)).toContain('Quits when the running attempts have finished');
    expect(labels(quiet, true)).not.toContain('Quits when the running attempts have finished');
  });
});
