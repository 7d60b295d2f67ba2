import { writeFile } from 'node:fs/promises';
import { isAbsolute, join, relative, sep } from 'node:path';
import { FailureError } from '#shared/lib/failure.ts';
import type { Failure } from '#shared/lib/failure.ts';
import { err } from '#shared/lib/result.ts';
import type { Result } from '#shared/lib/result.ts';
import type { Attempt } from '#shared/model/attempt.ts';
import type { Epic } from '#shared/model/epic.ts';
import type { Task } from '#shared/model/task.ts';
import { fenceVariables, freshMark, quotingNote } from '#main/prompts/fence.ts';
import { readPrompt } from '#main/prompts/read-template.ts';
import { assemblePrompt } from '#main/prompts/template.ts';
import { promptVariables } from '#main/prompts/variables.ts';
import { describeWriteError } from '#main/system/atomic-write.ts';
import { verificationCommands } from '#main/verify/commands.ts';
import { privateFileMode } from '#main/system/private-files.ts';
import { attemptsOfThisLife } from '#main/store/task-attempts.ts';
import {
  promptFile,
  reportFile,
  scriptFile,
  transcriptFile,
} from '#main/workspace/attempt-files.ts';
import type { RunParts } from './run-parts.ts';

/** Verification runs that an agent may make itself. */
const verificationBudget = 3;

/** The files that an attempt is started with. */
export interface AttemptFiles {
  readonly promptFile: string;
  readonly promptText: string;
  readonly reportFile: string;
  /** The task's script for the script agent; null when it has none. */
  readonly scriptFile: string | null;
  readonly transcriptFile: string;
}

/**
 * Assembles the attempt's prompt (SPEC section 5.2) and writes it, and the task's script, where the
 * agent can read them.
 */
export async function writeAttemptFiles(
  parts: RunParts,
  attempt: Attempt,
  worktree: string,
): Promise<Result<AttemptFiles, Failure>> {
  const task = parts.store.get('tasks', attempt.taskId);
  const epic = parts.store.get('epics', attempt.epicId);
  if (task === null || epic === null) throw new Error(`Attempt ${attempt.id} has lost its task.`);
  const prompt = await readPrompt(parts.resourcesFolder, parts.repository.root, attempt.role);
  if (!prompt.ok) return prompt;
  for (const { file, text } of [prompt.value, ...prompt.value.parts.values()]) {
    const untrusted = await promptProblem(parts, file, text);
    if (untrusted !== null) return err(untrusted);
  }
  const context = promptContext(parts, attempt, task, epic, worktree);
  const variables = promptVariables(context);
  const mark = freshMark(Object.values(variables));
  const assembled = assemblePrompt(
    prompt.value,
    fenceVariables(variables, mark),
    parts.secrets.mask,
  );
  if (!assembled.ok) return assembled;
  const promptText = `${quotingNote(mark)}\n\n${assembled.value}`;
  const files: AttemptFiles = {
    promptFile: promptFile(parts, attempt.id),
    promptText,
    reportFile: reportFile(parts, attempt.id),
    scriptFile: task.script === null ? null : scriptFile(parts, attempt.id),
    transcriptFile: transcriptFile(parts, attempt.id),
  };
  await write(files.promptFile, promptText);
  if (files.scriptFile !== null) await write(files.scriptFile, task.script ?? '');
  return { ok: true, value: files };
}

/** A prompt of the repository's own counts as it was read now: it may have changed since the run began. */
async function promptProblem(
  { repository, trustGate }: RunParts,
  file: string,
  text: string,
): Promise<Failure | null> {
  const name = relative(join(repository.root, '.switchyard', 'prompts'), file);
  if (name.startsWith('..') || isAbsolute(name)) return null;
  return trustGate.problemOfPrompt(name.split(sep).join('/'), text);
}

/** Not synced: if the attempt is cut off before its agent starts, the file is written again. */
async function write(path: string, content: string): Promise<void> {
  try {
    await writeFile(path, content, { mode: privateFileMode });
  } catch (error) {
    throw new FailureError(describeWriteError(error, path), error);
  }
}

function promptContext(
  parts: RunParts,
  attempt: Attempt,
  task: Task,
  epic: Epic,
  worktree: string,
): Parameters<typeof promptVariables>[0] {
  const earlier = attemptsOfThisLife(parts, task).filter(({ id }) => id !== attempt.id);
  const carried = earlier.filter((one) => one.carryForward !== null);
  const resumed = carried.find((one) => one.id === attempt.resumes);
  return {
    role: attempt.role,
    task,
    epic,
    planExcerpt: '',
    planFile: '',
    completedTasks: parts.store
      .find('tasks', 'epic_id', epic.id)
      .filter((one) => one.status === 'closed')
      .toSorted((a, b) => (a.completedAt ?? '').localeCompare(b.completedAt ?? '')),
    carryForward: carried
      .filter((one) => one.id !== resumed?.id)
      .map((one) => one.carryForward ?? ''),
    resume: resumed?.carryForward ?? '',
    overrides: '',
    knowledge: [],
    verificationCommands: verificationCommands(task, parts.config.commands),
    verificationBudget,
    worktree,
  };
}
