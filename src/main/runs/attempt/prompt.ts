import { isAbsolute, join, relative, sep } from 'node:path';
import type { Failure } from '#shared/lib/failure.ts';
import { err, ok } from '#shared/lib/result.ts';
import type { Result } from '#shared/lib/result.ts';
import type { Attempt } from '#shared/model/attempt.ts';
import { fenceVariables, freshMark, quotingNote } from '#main/prompts/fence.ts';
import { readPrompt } from '#main/prompts/read-template.ts';
import { assemblePrompt } from '#main/prompts/template.ts';
import { promptVariables } from '#main/prompts/variables.ts';
import { required } from '#main/store/required.ts';
import { unlandedAttemptsOf } from '#main/store/task-attempts.ts';
import { verificationCommands } from '#main/verify/commands.ts';
import type { HostParts } from '#main/runs/host-parts.ts';

/** Verification runs that an agent may make itself. */
const verificationBudget = 3;

/** Puts an attempt's prompt together (SPEC section 5.2) for an agent that works in the folder `worktree`. */
export async function promptFor(
  parts: HostParts,
  attempt: Attempt,
  worktree: string,
): Promise<Result<string, Failure>> {
  const prompt = await readPrompt(parts.resourcesFolder, parts.repository.root, attempt.role);
  if (!prompt.ok) return prompt;
  for (const { file, text } of [prompt.value, ...prompt.value.parts.values()]) {
    const untrusted = await promptProblem(parts, file, text);
    if (untrusted !== null) return err(untrusted);
  }
  const variables = promptVariables(promptContext(parts, attempt, worktree));
  const mark = freshMark(Object.values(variables));
  const fenced = fenceVariables(variables, mark);
  const assembled = assemblePrompt(prompt.value, fenced, parts.secrets.mask);
  return assembled.ok ? ok(`${quotingNote(mark)}\n\n${assembled.value}`) : assembled;
}

/** A prompt of the repository's own counts as it was read now: it may have changed since the run began. */
async function promptProblem(
  { repository, trustGate }: HostParts,
  file: string,
  text: string,
): Promise<Failure | null> {
  const name = relative(join(repository.root, '.switchyard', 'prompts'), file);
  if (name.startsWith('..') || isAbsolute(name)) return null;
  return trustGate.problemOfPrompt(name.split(sep).join('/'), text);
}

function promptContext(
  { store, config }: HostParts,
  attempt: Attempt,
  worktree: string,
): Parameters<typeof promptVariables>[0] {
  const task = required(store, 'tasks', attempt.taskId);
  const epic = required(store, 'epics', attempt.epicId);
  const earlier = unlandedAttemptsOf({ store }, task.id).filter(({ id }) => id !== attempt.id);
  const carried = earlier.filter((one) => one.carryForward !== null);
  const resumed = carried.find(
    (one) => one.id === attempt.resumes && one.outcome === 'interrupted',
  );
  return {
    role: attempt.role,
    task,
    epic,
    planExcerpt: '',
    planFile: '',
    completedTasks: store
      .find('tasks', 'epic_id', epic.id)
      .filter((one) => one.status === 'closed')
      .toSorted((a, b) => (a.completedAt ?? '').localeCompare(b.completedAt ?? '')),
    carryForward: carried
      .filter((one) => one.id !== resumed?.id)
      .map((one) => one.carryForward ?? ''),
    resume: resumed?.carryForward ?? '',
    overrides: '',
    knowledge: [],
    verificationCommands: verificationCommands(task, config.commands),
    verificationBudget,
    worktree,
  };
}
