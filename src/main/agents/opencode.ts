import { generalSignals } from '#shared/core/agent-output/interpret.ts';
import { readPromptFile, versionNumber } from './adapter.ts';
import type { AgentAdapter } from './adapter.ts';

/** `--auto` approves what the user's own opencode configuration does not deny. */
const headless = ['run', '--format', 'json', '--auto'];

/**
 * opencode. Checked against 1.18.33 (`opencode-ai`), run against a local model server: the prompt is
 * read from a standard input that is no terminal. It waits out a rate limit by itself, in silence,
 * for as long as the provider says.
 */
export const opencodeAdapter: AgentAdapter = {
  type: 'opencode',
  title: 'opencode',
  find: {
    commands: ['opencode'],
    versionArguments: ['--version'],
    versionPattern: versionNumber,
    remedy: 'Install it with "npm install -g opencode-ai" and log in with "opencode auth login".',
    unsupported: {},
  },
  nonInteractive: { arguments: headless, prompt: 'stdin' },
  interactive: { arguments: ['--auto', '--prompt', readPromptFile], prompt: 'file' },
  resume: { arguments: [...headless, '--session', '{session_id}'], prompt: 'stdin' },
  // An update in the middle of a run would exchange the program under the other attempts.
  environment: { OPENCODE_DISABLE_AUTOUPDATE: '1' },
  output: 'opencode',
  exitCodeReports: false,
  signals: generalSignals,
};
