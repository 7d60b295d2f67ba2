import { expect } from '@playwright/test';
import type { Locator, Page } from '@playwright/test';
import type { StoryApp } from '../story-app.ts';
import { drag } from './board.ts';
import { openTask, terminal } from './task-panel.ts';

/**
 * Starts an agent on a task `e.1` and shows its terminal. It waits for the sign `watched`, then goes on with
 * the `lines` of its script. Answers the task's panel.
 */
export async function startWatched(
  app: StoryApp,
  page: Page,
  enter: () => Promise<void>,
  lines: readonly string[],
): Promise<Locator> {
  const script = [`echo Ready; ${app.until('watched')}`, ...lines].join('\n');
  app.addTasks([{ id: 'e.1', script }]);
  await enter();
  await drag(page, 'e.1', 'In progress');
  const panel = await openTask(page, 'e.1');
  await expect(terminal(panel)).toContainText('Ready');
  return panel;
}
