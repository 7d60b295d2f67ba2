import { isPassedOn } from './git-variables.ts';

/** They would make a child act as a part of this process: of Electron, a cluster, a test run. */
const hostVariables: ReadonlySet<string> = new Set([
  'ELECTRON_RUN_AS_NODE',
  'ELECTRON_NO_ASAR',
  'ELECTRON_NO_ATTACH_CONSOLE',
  'NODE_CHANNEL_FD',
  'NODE_CHANNEL_SERIALIZATION_MODE',
  'NODE_UNIQUE_ID',
  'NODE_V8_COVERAGE',
  'INIT_CWD',
  'OLDPWD',
  'PWD',
  '_',
]);

/**
 * npm hands its own invocation down as configuration. These say where and how *we* were started
 * and would send a child's `npm install` to our folder, or silence it.
 */
const npmInvocationVariables: ReadonlySet<string> = new Set([
  'npm_config_local_prefix',
  'npm_config_global',
  'npm_config_location',
  'npm_config_workspace',
  'npm_config_workspaces',
  'npm_config_include_workspace_root',
  'npm_config_if_present',
  'npm_config_ignore_scripts',
  'npm_config_dry_run',
  'npm_config_loglevel',
  'npm_config_user_agent',
]);

/** They describe the terminal that this process was started in; the child gets another. */
const outerTerminalVariables: ReadonlySet<string> = new Set([
  'TMUX',
  'TMUX_PANE',
  'STY',
  'WINDOW',
  'WINDOWID',
  'TERMCAP',
  'TERM_PROGRAM',
  'TERM_PROGRAM_VERSION',
  'TERM_SESSION_ID',
  'COLUMNS',
  'LINES',
]);

export interface ChildEnvironmentOptions {
  /** The child gets a pseudo-terminal of ours, which understands what xterm does. */
  readonly terminal?: boolean;
  /** The child is a git that this program itself asks; else it is anybody's program. */
  readonly git?: boolean;
}

/**
 * The environment of a child process; the only place where one is made. It is `base`, usually
 * `process.env`, without what would point git, Node, npm or a terminal program at this process'
 * own surroundings (a hook's `GIT_DIR` would let an agent commit elsewhere; `git-variables.ts` says of
 * each variable of git why), and with `additions`, which are taken as they are and win. The user's own settings stay: `PATH`, `HOME`, the language,
 * proxies, credentials, `NODE_OPTIONS` (memory limits, certificates: we never set it ourselves),
 * npm's registry and cache (SPEC sections 5.1, 14).
 */
export function childEnvironment(
  base: NodeJS.ProcessEnv,
  additions: Readonly<Record<string, string>>,
  options: ChildEnvironmentOptions = {},
): Record<string, string> {
  const terminal = options.terminal ?? false;
  const environment: Record<string, string> = {};
  for (const [name, value] of Object.entries(base)) {
    if (value === undefined || isRedirection(name)) continue;
    if (!isPassedOn(name, options.git === true ? 'ours' : 'children', base)) continue;
    if (terminal && outerTerminalVariables.has(name)) continue;
    environment[name] = value;
  }
  if (terminal) environment['TERM'] = 'xterm-256color';
  return { ...environment, ...additions };
}

function isRedirection(name: string): boolean {
  if (hostVariables.has(name)) return true;
  if (!name.startsWith('npm_')) return false;
  return !name.startsWith('npm_config_') || npmInvocationVariables.has(name);
}
