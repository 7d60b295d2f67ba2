import { failure } from '#shared/lib/failure.ts';
import type { Failure } from '#shared/lib/failure.ts';
import { err, ok } from '#shared/lib/result.ts';
import type { Result } from '#shared/lib/result.ts';
import type { OpenWorkspace } from '#main/engine/host/hosted-workspace.ts';
import { questionOf } from '#main/engine/runs/agent-lines.ts';

/** An answer to what an agent asked in its terminal. */
export interface QuestionAnswer {
  readonly attemptId: string;
  /** The question as it was shown to whoever answers. */
  readonly question: string;
  /** One line; what breaks it is typed as a blank. */
  readonly answer: string;
}

/** Types an answer into the terminal of an agent, and Enter; refused when it does not ask this any more. */
export function answerQuestion(
  { drivenRun, workspace }: Pick<OpenWorkspace, 'drivenRun' | 'workspace'>,
  { attemptId, question, answer }: QuestionAnswer,
): Result<void, Failure> {
  const agent = drivenRun?.agents.get(attemptId);
  if (drivenRun === null || agent === undefined) {
    const message = 'Its agent does not run in this process: it cannot be answered from here.';
    return err(failure('agent-elsewhere', message, 'Answer where it was started.'));
  }
  if (questionOf(drivenRun, attemptId, workspace) !== question) {
    const message = 'The agent does not ask this any more: nothing was typed.';
    return err(failure('question-over', message, 'Look at its terminal for what it does now.'));
  }
  agent.write(`${answer.replaceAll(/[\r\n]+/g, ' ')}\r`);
  return ok(undefined);
}
