import { assertNever } from '#shared/lib/assert-never.ts';
import { failure } from '#shared/lib/failure.ts';
import type { Failure } from '#shared/lib/failure.ts';
import type { GraphProblem } from './task-graph.ts';

/** A problem of the dependency graph in words (SPEC section 13). */
export function describeGraphProblem(problem: GraphProblem): Failure {
  switch (problem.kind) {
    case 'cycle': {
      const [first] = problem.ids;
      return failure(
        'dependency-cycle',
        `Circular dependency: ${[...problem.ids, first].join(' -> ')}.`,
        'Remove one of these dependencies; nothing was run.',
      );
    }
    case 'unknown_dependency':
      return failure(
        'unknown-dependency',
        `Task ${problem.taskId} depends on ${problem.dependencyId}, which does not exist.`,
        'Correct the id, or add that task; nothing was run.',
      );
    case 'duplicate_id':
      return failure('duplicate-id', `The id ${problem.id} is used twice.`, 'Rename one of them.');
    default:
      return assertNever(problem, 'graph problem');
  }
}
