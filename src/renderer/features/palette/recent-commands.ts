import { z } from 'zod';
import { recall, remember } from '#renderer/lib/remembered.ts';

const key = 'switchyard.recent-commands';
const schema = z.array(z.string());
/** Commands that are remembered. */
const most = 5;

/** Ids of the commands that were chosen last on this machine, the newest first. */
export function recentCommands(): readonly string[] {
  return recall(localStorage, key, schema) ?? [];
}

/** Remembers a command that was chosen. */
export function rememberCommand(id: string): void {
  remember(localStorage, key, [id, ...recentCommands().filter((one) => one !== id)].slice(0, most));
}
