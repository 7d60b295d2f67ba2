import { join } from 'node:path';
import { lockFileInstall } from '#shared/core/project-config/lock-files.ts';
import { readForeignText } from '#main/system/foreign-file.ts';
import { namesIn } from '#main/system/names-in.ts';

/** A Python environment that a checkout has, and how one like it is made. */
export interface DetectedEnvironment {
  readonly folder: string;
  /** Makes it in another folder; empty where that is not known. */
  readonly setup: string;
  /** Files that decide what is in it. */
  readonly inputs: readonly string[];
}

const folders = ['.venv', 'venv', 'env'] as const;
const lockFiles: readonly string[] = ['uv.lock', 'poetry.lock', 'Pipfile.lock'];
const projectFiles = ['pyproject.toml', 'setup.py', 'setup.cfg'] as const;
const projectBytes = 1024 ** 2;

/** Whether a lock file is one of Python's. */
export function isForPython(lockFile: string): boolean {
  return lockFiles.includes(lockFile);
}

/** Finds the Python environment that lies in a checkout; null where there is none. */
export async function detectEnvironment(root: string): Promise<DetectedEnvironment | null> {
  let folder: string | null = null;
  for (const name of folders) {
    if (folder === null && (await namesIn(join(root, name))).includes('pyvenv.cfg')) folder = name;
  }
  if (folder === null) return null;
  const names = await namesIn(root);
  const lockFile = lockFiles.find((name) => names.includes(name));
  if (lockFile !== undefined) {
    const install = lockFileInstall(lockFile) ?? '';
    // It puts environments elsewhere by default.
    const setup = lockFile === 'Pipfile.lock' ? `PIPENV_VENV_IN_PROJECT=1 ${install}` : install;
    return { folder, setup, inputs: [lockFile] };
  }
  const requirements = names.filter((name) => /^requirements[\w.-]*\.txt$/.test(name)).toSorted();
  const project = await projectFile(root, names);
  const needs = [
    ...requirements.map((name) => `-r ${name}`),
    ...(project === null ? [] : ['-e .']),
  ];
  if (needs.length === 0) return { folder, setup: '', inputs: [] };
  // A test runner is often installed beside what a project names.
  if (await hasPackage(join(root, folder), 'pytest')) needs.push('pytest');
  return {
    folder,
    setup: `python3 -m venv ${folder} && ${folder}/bin/pip install ${needs.join(' ')}`,
    inputs: [...requirements, ...(project === null ? [] : [project])],
  };
}

/** The file that says how the project itself is installed; null where there is none. */
async function projectFile(root: string, names: readonly string[]): Promise<string | null> {
  const file = projectFiles.find((name) => names.includes(name));
  if (file !== 'pyproject.toml') return file === 'setup.py' ? file : null;
  const read = await readForeignText(root, file, { maximumBytes: projectBytes });
  const text = read.ok ? (read.value?.text ?? '') : '';
  if (/^\s*\[(?:project|build-system|tool\.poetry)\]/m.test(text)) return file;
  // It may only configure tools.
  return names.includes('setup.py') ? 'setup.py' : null;
}

async function hasPackage(environment: string, name: string): Promise<boolean> {
  for (const version of await namesIn(join(environment, 'lib'))) {
    const packages = await namesIn(join(environment, 'lib', version, 'site-packages'));
    if (packages.includes(name)) return true;
  }
  return false;
}
