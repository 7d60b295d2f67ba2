/**
 * Which folder may import from which (docs/architecture.md). Lint and the architecture test both
 * read this table: a folder may import itself and the folders it names, nothing else under `src`.
 */
export const zones: Readonly<Record<string, readonly string[]>> = {
  'src/shared/lib': [],
  'src/shared/model': ['src/shared/lib'],
  'src/shared/core': ['src/shared/lib', 'src/shared/model'],
  'src/main/system': ['src/shared/lib', 'src/shared/model'],
  'src/main/store': ['src/shared', 'src/main/system'],
  'src/main/git': ['src/shared', 'src/main/system'],
  'src/main/terminal': ['src/shared', 'src/main/system'],
  'src/main/agents': ['src/shared', 'src/main/system'],
  'src/main/prompts': ['src/shared', 'src/main/system'],
  'src/main/verify': ['src/shared', 'src/main/system'],
  'src/main/sources': ['src/shared', 'src/main/system'],
  'src/main/workspace': ['src/shared', 'src/main/system'],
  'src/main/notify': ['src/shared', 'src/main/system'],
  'src/main/runs': [
    'src/shared',
    'src/main/system',
    'src/main/store',
    'src/main/git',
    'src/main/terminal',
    'src/main/agents',
    'src/main/prompts',
    'src/main/verify',
    'src/main/sources',
    'src/main/workspace',
    'src/main/notify',
  ],
  'src/main/engine': ['src/shared', 'src/main'],
  'src/main/command-line': ['src/shared', 'src/main/system', 'src/main/engine'],
  'src/main/shell': ['src/shared'],
  'src/main': ['src/shared', 'src/main'],
  'src/preload': ['src/shared'],
  'src/renderer': ['src/shared'],
};

/** Packages that only one file or folder may import. */
export const soleImporters: Readonly<Record<string, readonly string[]>> = {
  'simple-git': ['src/main/git/run-git.ts'],
  'node-pty': ['src/main/terminal/node-pty-host.ts'],
  'node:sqlite': ['src/main/store/database.ts'],
  electron: ['src/main/shell', 'src/main/index.ts', 'src/preload'],
};
