import type { ShellStatus, WorkCounts } from './shell-host.ts';

/** Which picture the tray shows; each differs in shape too, not in colour alone. */
export type TrayPicture = 'idle' | 'running' | 'attention';

/** What a click on an item of the tray's menu does. */
export type TrayAction =
  | { readonly kind: 'open' }
  | { readonly kind: 'open-run'; readonly workspaceId: string; readonly runId: string }
  | { readonly kind: 'pause'; readonly paused: boolean }
  | { readonly kind: 'quit' };

/** An item; without an action it only shows something. */
export type TrayItem =
  | { readonly kind: 'separator' }
  | { readonly kind: 'text'; readonly label: string }
  | { readonly kind: 'action'; readonly label: string; readonly action: TrayAction };

export interface TrayModel {
  readonly picture: TrayPicture;
  readonly tooltip: string;
  /** Beside the picture, where the system has room for it (macOS); empty when nothing is going on. */
  readonly title: string;
  /** Number on the app's icon: what waits for the person. */
  readonly badge: number;
  readonly items: readonly TrayItem[];
}

/** What the tray shows while this is going on. `isQuitting`: it will quit when the runs have ended. */
export function trayModel({ counts, needing, runs }: ShellStatus, isQuitting: boolean): TrayModel {
  const isRunning = runs.length > 0;
  const summary = isRunning ? countsText(counts) : 'No run is active';
  const ending = isQuitting && isRunning ? ['Quits when the running attempts have finished'] : [];
  const needs = needing === 0 ? [] : [`${needing} ${needing === 1 ? 'needs' : 'need'} you`];
  const lines = [summary, ...needs, ...ending];
  return {
    picture: counts.waiting > 0 || needing > 0 ? 'attention' : isRunning ? 'running' : 'idle',
    tooltip: ['Switchyard', ...lines].join('\n'),
    title: isRunning ? titleOf(counts) : '',
    badge: needing,
    items: [
      ...lines.map((label): TrayItem => ({ kind: 'text', label })),
      ...runs.map(({ workspaceId, workspaceName, runId, isPaused }): TrayItem => ({
        kind: 'action',
        label: `Show the run of ${workspaceName}${isPaused ? ' (paused)' : ''}`,
        action: { kind: 'open-run', workspaceId, runId },
      })),
      { kind: 'separator' },
      ...pauseItem(runs.map(({ isPaused }) => isPaused)),
      { kind: 'action', label: 'Open Switchyard', action: { kind: 'open' } },
      { kind: 'separator' },
      { kind: 'action', label: 'Quit Switchyard', action: { kind: 'quit' } },
    ],
  };
}

/** `2 running · 1 waiting · 0 blocked`. */
export function countsText({ running, waiting, blocked }: WorkCounts): string {
  return `${running} running · ${waiting} waiting · ${blocked} blocked`;
}

function titleOf({ running, waiting }: WorkCounts): string {
  return waiting > 0 ? `${running} · ${waiting} waiting` : `${running}`;
}

/** Runs are paused and go on together; when some are paused, pausing the rest comes first. */
function pauseItem(paused: readonly boolean[]): readonly TrayItem[] {
  if (paused.length === 0) return [];
  const isPaused = paused.every(Boolean);
  return [
    {
      kind: 'action',
      label: isPaused ? 'Start new tasks again' : 'Start no new tasks for now',
      action: { kind: 'pause', paused: !isPaused },
    },
  ];
}
