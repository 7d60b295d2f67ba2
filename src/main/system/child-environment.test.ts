import { expect, test } from 'vitest';
import { childEnvironment } from './child-environment.ts';

test('keeps what the user set: paths, language, proxies, credentials, registry', () => {
  const base = {
    PATH: '/usr/bin',
    HOME: '/home/ada',
    LANG: 'de_DE.UTF-8',
    https_proxy: 'http://proxy',
    ANTHROPIC_API_KEY: 'key',
    NODE_OPTIONS: '--max-old-space-size=8192',
    npm_config_registry: 'https://registry.example',
    GIT_AUTHOR_NAME: 'Ada',
    GIT_SSH_COMMAND: 'ssh -i key',
  };
  expect(childEnvironment(base, {})).toEqual(base);
});

test('drops what would point git, Node or npm at our own surroundings', () => {
  const base = {
    GIT_DIR: '/elsewhere/.git',
    GIT_WORK_TREE: '/elsewhere',
    GIT_INDEX_FILE: '/elsewhere/index',
    GIT_TRACE: '1',
    ELECTRON_RUN_AS_NODE: '1',
    NODE_CHANNEL_FD: '3',
    npm_lifecycle_event: 'start',
    npm_package_json: '/app/package.json',
    npm_config_local_prefix: '/app',
    npm_config_loglevel: 'silent',
    INIT_CWD: '/app',
    PWD: '/app',
    UNSET: undefined,
  };
  expect(childEnvironment(base, {})).toEqual({});
});

test('lets additions win, also over what is dropped', () => {
  expect(
    childEnvironment({ PATH: '/bin', GIT_DIR: '/a' }, { PATH: '/usr/bin', GIT_DIR: '/b' }),
  ).toEqual({ PATH: '/usr/bin', GIT_DIR: '/b' });
});

test('describes our terminal in place of the outer one only when there is a terminal', () => {
  const base = { TERM: 'screen', TMUX: '/tmp/tmux', COLUMNS: '300', COLORTERM: 'truecolor' };
  expect(childEnvironment(base, {})).toEqual(base);
  expect(childEnvironment(base, {}, { terminal: true })).toEqual({
    TERM: 'xterm-256color',
    COLORTERM: 'truecolor',
  });
  expect(childEnvironment(base, { TERM: 'dumb' }, { terminal: true })['TERM']).toBe('dumb');
});
