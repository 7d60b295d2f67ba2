import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { readForeignText } from '#main/system/foreign-file.ts';

/** Shell commands; empty where none was found. */
export interface DetectedCommands {
  readonly test: string;
  readonly build: string;
}

const none: DetectedCommands = { test: '', build: '' };

const packageSchema = z.object({
  packageManager: z.string().optional(),
  scripts: z.record(z.string(), z.string()).optional(),
});

const packageManagers = ['npm', 'pnpm', 'yarn', 'bun'] as const;
type PackageManager = (typeof packageManagers)[number];

const lockFiles: readonly (readonly [string, PackageManager])[] = [
  ['pnpm-lock.yaml', 'pnpm'],
  ['yarn.lock', 'yarn'],
  ['bun.lock', 'bun'],
  ['bun.lockb', 'bun'],
  ['package-lock.json', 'npm'],
];

async function hasFile(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isFile();
  } catch {
    return false;
  }
}

/** The text of a file; empty when it is not there or cannot be read. */
async function readText(root: string, file: string): Promise<string> {
  const read = await readForeignText(root, file, { maximumBytes: 1024 ** 2, links: 'inside' });
  return read.ok ? (read.value?.text ?? '') : '';
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

async function packageManagerOf(root: string, declared: string): Promise<PackageManager> {
  const named = packageManagers.find((name) => declared.startsWith(`${name}@`));
  if (named !== undefined) return named;
  for (const [file, manager] of lockFiles) if (await hasFile(join(root, file))) return manager;
  return 'npm';
}

async function detectNode(root: string): Promise<DetectedCommands> {
  const parsed = packageSchema.safeParse(parseJson(await readText(root, 'package.json')));
  if (!parsed.success) return none;
  const { scripts = {}, packageManager = '' } = parsed.data;
  const manager = await packageManagerOf(root, packageManager);
  // `npm init` writes a test script that only says that there are no tests.
  const hasTest = scripts['test'] !== undefined && !scripts['test'].includes('no test specified');
  return {
    test: hasTest ? (manager === 'bun' ? 'bun run test' : `${manager} test`) : '',
    build: scripts['build'] === undefined ? '' : `${manager} run build`,
  };
}

async function detectRust(root: string): Promise<DetectedCommands> {
  return (await hasFile(join(root, 'Cargo.toml')))
    ? { test: 'cargo test', build: 'cargo build' }
    : none;
}

async function detectGo(root: string): Promise<DetectedCommands> {
  return (await hasFile(join(root, 'go.mod')))
    ? { test: 'go test ./...', build: 'go build ./...' }
    : none;
}

async function detectPython(root: string, environment: string | null): Promise<DetectedCommands> {
  const mentions = await Promise.all(
    ['pyproject.toml', 'setup.cfg', 'tox.ini', 'requirements.txt', 'requirements-dev.txt'].map(
      async (file) => (await readText(root, file)).includes('pytest'),
    ),
  );
  const configured = await Promise.all(
    ['pytest.ini', 'conftest.py', join('tests', 'conftest.py')].map((file) =>
      hasFile(join(root, file)),
    ),
  );
  if (![...mentions, ...configured].includes(true)) return none;
  if (await hasFile(join(root, 'uv.lock'))) return { test: 'uv run pytest', build: '' };
  if (await hasFile(join(root, 'poetry.lock'))) return { test: 'poetry run pytest', build: '' };
  // What is installed in an environment is found by its own Python only.
  const python = environment === null ? 'python3' : `${environment}/bin/python`;
  return { test: `${python} -m pytest`, build: '' };
}

async function detectMake(root: string): Promise<DetectedCommands> {
  const text = (await readText(root, 'Makefile')) || (await readText(root, 'makefile'));
  const has = (target: string): boolean => new RegExp(`^${target}[ \\t]*:(?!=)`, 'm').test(text);
  return { test: has('test') ? 'make test' : '', build: has('build') ? 'make build' : '' };
}

/**
 * Guesses how a repository is tested and built from the files of its tools: package.json with its
 * lock file, Cargo.toml, go.mod, pytest's configuration, Makefile targets. Both commands come from
 * the first tool that can test, else from the first that can build; empty when there is none.
 * @param environment folder of the Python environment that checks will have
 */
export async function detectCommands(
  repositoryRoot: string,
  environment: string | null = null,
): Promise<DetectedCommands> {
  const detectors = [detectNode, detectRust, detectGo, detectPython, detectMake];
  const found = await Promise.all(
    detectors.map(async (detect) => detect(repositoryRoot, environment)),
  );
  return found.find(({ test }) => test !== '') ?? found.find(({ build }) => build !== '') ?? none;
}
