import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Site } from './repository.ts';
import { spreadFolders } from './spread-folders.ts';
import type { BenchTask, TaskTime, Workload } from './workload.ts';

/** Runs the workload with one of the shell scripts beside this file; times of all its tasks. */
export async function runScript(
  script: 'naive.sh' | 'lean.sh',
  site: Site,
  repository: string,
  workload: Workload,
): Promise<readonly TaskTime[]> {
  const work = `${repository}-work`;
  await mkdir(join(work, 'tasks'), { recursive: true });
  await mkdir(join(work, 'worktrees'));
  await spreadFolders(join(work, 'worktrees'));
  await writeTasks(work, 'warm-up.txt', workload.warmUp);
  await writeTasks(work, 'measured.txt', workload.measured);
  const args = [join(import.meta.dirname, script), repository, work, `${workload.workers}`, 'main'];
  const child = spawn('bash', args, {
    env: site.environment,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const [code] = await once(child, 'exit');
  if (code !== 0) throw new Error(`${script} ended with exit code ${code}`);
  return parseTimes(await readFile(join(work, 'times.txt'), 'utf8'));
}

async function writeTasks(work: string, list: string, tasks: readonly BenchTask[]): Promise<void> {
  await writeFile(join(work, list), tasks.map(({ id }) => `${id}\n`).join(''));
  for (const { id, script } of tasks) await writeFile(join(work, 'tasks', `${id}.sh`), script);
}

/** Lines of `task start end`, times in seconds with six decimal places. */
function parseTimes(text: string): readonly TaskTime[] {
  return text
    .trim()
    .split('\n')
    .map((line) => {
      const [taskId = '', started, ended] = line.split(' ');
      return { taskId, startedAt: Number(started) * 1000, endedAt: Number(ended) * 1000 };
    });
}
