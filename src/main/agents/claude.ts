import { generalSignals } from '#shared/core/agent-output/interpret.ts';
import { readPromptFile, versionNumber } from './adapter.ts';
import type { AgentAdapter } from './adapter.ts';

/**
 * Edits in the worktree and any shell command, without asking. Not `bypassPermissions`: Claude Code
 * refuses that for root, which is who runs in most containers. What is not allowed is refused to
 * the model at once and never waits for a person.
 */
const permissions = [
  '--permission-mode',
  'acceptEdits',
  '--add-dir',
  '{report_folder}',
  '--allowedTools',
  'Bash',
];
const headless = ['-p', '--output-format', 'stream-json', '--verbose', ...permissions];

/**
 * Claude Code. Checked against 2.1.197 (`@anthropic-ai/claude-code`), run against a local model
 * server: prompt on standard input, `stream-json` needs `--verbose` with `-p`, a refused request
 * ends with `is_error` and exit code 1.
 */
export const claudeAdapter: AgentAdapter = {
  type: 'claude',
  title: 'Claude Code',
  find: {
    commands: ['claude'],
    versionArguments: ['--version'],
    versionPattern: versionNumber,
    remedy:
      'Install it with "npm install -g @anthropic-ai/claude-code" and log in once with "claude".',
    unsupported: {},
  },
  nonInteractive: { arguments: headless, prompt: 'stdin' },
  // Before `--allowedTools`, which takes every word after it.
  interactive: { arguments: [readPromptFile, ...permissions], prompt: 'file' },
  resume: { arguments: ['--resume', '{session_id}', ...headless], prompt: 'stdin' },
  // An update in the middle of a run would exchange the program under the other attempts.
  environment: { DISABLE_AUTOUPDATER: '1' },
  output: 'claude',
  exitCodeReports: false,
  signals: generalSignals,
};
