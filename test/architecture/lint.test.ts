import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { root } from './source-files.ts';

/** Files that break one rule of the config each, and the rule. */
const guilty: Readonly<Record<string, readonly [code: string, rule: string]>> = {
  'src/shared/core/upwards.ts': [
    "import { runGit } from '#main/git/client.ts';\n\nrunGit();\n",
    'no-restricted-imports',
  ],
  'src/shared/lib/sideways.ts': [
    "import { plan } from '#shared/core/runs/planner.ts';\n\nplan();\n",
    'no-restricted-imports',
  ],
  'src/main/git/peer.ts': [
    "import { store } from '#main/store/store.ts';\n\nstore();\n",
    'no-restricted-imports',
  ],
  'src/main/work/records.ts': [
    "import { store } from '#main/store/store.ts';\n\nstore();\n",
    'no-restricted-imports',
  ],
  'src/main/runs/branches.ts': [
    "import { git } from '#main/git/client.ts';\n\ngit();\n",
    'no-restricted-imports',
  ],
  'src/main/runs/package.ts': [
    "import { spawn } from 'node-pty';\n\nspawn();\n",
    'no-restricted-imports',
  ],
  'src/main/engine/desktop.ts': [
    "import { app } from 'electron';\n\napp();\n",
    'no-restricted-imports',
  ],
  'src/main/store/climbing.ts': [
    "import { plan } from '../../shared/core/planner.ts';\n\nplan();\n",
    'no-restricted-imports',
  ],
  'src/shared/core/default.ts': ['export default 1;\n', 'no-default-export'],
  'src/shared/core/loose.ts': ['export const loose: any = 1;\n', 'no-explicit-any'],
};

const innocent: Readonly<Record<string, string>> = {
  'src/main/runs/fine.ts':
    "import { plan } from '#shared/core/runs/planner.ts';\nimport { record } from '#main/store/record.ts';\n\nplan(record);\n",
};

let folder = '';
let report = '';

async function lint(cwd: string): Promise<string> {
  const program = join(root, 'node_modules', 'oxlint', 'bin', 'oxlint');
  return new Promise((resolve) => {
    const args = [program, '--format', 'unix', 'src'];
    execFile(process.execPath, args, { cwd }, (_error, stdout, stderr) => resolve(stdout + stderr));
  });
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'switchyard-lint-'));
  await cp(join(root, 'oxlint.config.ts'), join(folder, 'oxlint.config.ts'));
  await cp(join(root, 'tools', 'zones.ts'), join(folder, 'tools', 'zones.ts'), { recursive: true });
  await writeFile(join(folder, 'package.json'), '{ "type": "module" }\n');
  await symlink(join(root, 'node_modules'), join(folder, 'node_modules'));
  const all = [
    ...Object.entries(guilty).map(([path, [code]]) => [path, code] as const),
    ...Object.entries(innocent),
  ];
  for (const [path, code] of all) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), code);
  }
  report = await lint(folder);
}, 30_000);

afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

describe('the lint config', () => {
  it.each(Object.entries(guilty))('rejects %s', (path, [, rule]) => {
    const lines = report.split('\n').filter((line) => line.startsWith(path));
    expect(lines.join('\n')).toContain(rule);
  });

  it.each(Object.keys(innocent))('accepts %s', (path) => {
    expect(report.split('\n').filter((line) => line.startsWith(path))).toEqual([]);
  });
});
