import { basename } from 'node:path';
import type { AgentAdapter } from './adapter.ts';

/** Programs that start other programs: two agents have them in common without being the same tool. */
const launchers =
  /^(?:node|bun|deno|npx|npm|pnpm|yarn|bunx|python[\d.]*|uvx?|pipx|ruby|perl|sh|bash|dash|zsh|fish|env|sudo|timeout|nice|docker|podman|ssh|java|go|cargo)$/;

/**
 * Whose limits an agent shares: agents that start the same tool have the login of that tool in common. One
 * that is started through an interpreter or another launcher is known by its own name.
 */
export function accountOf({ type, find }: Pick<AgentAdapter, 'type' | 'find'>): string {
  const program = basename(find.commands[0] ?? type).replace(/\.(?:exe|cmd|bat)$/i, '');
  return program === '' || launchers.test(program) ? type : program;
}
