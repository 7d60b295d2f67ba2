import { assertNever } from '#shared/lib/assert-never.ts';
import { failure } from '#shared/lib/failure.ts';
import type { Failure } from '#shared/lib/failure.ts';
import { err, ok } from '#shared/lib/result.ts';
import type { Result } from '#shared/lib/result.ts';
import type { Epic, EpicStatus } from '#shared/model/epic.ts';
import type { Machine } from './machine.ts';

/** The part of an epic that people write. */
export type EpicText = Pick<Epic, 'title' | 'description'>;

export type EpicCommand =
  | {
      readonly kind: 'add';
      readonly epic: Epic;
      /** The id that its page gave it, where another epic had that. */
      readonly requestedId?: string;
    }
  | { readonly kind: 'edit'; readonly changes: Partial<EpicText> }
  | { readonly kind: 'set_base'; readonly commit: string }
  /** The branch must be there; once the epic has a commit, it must hold that. */
  | { readonly kind: 'set_base_branch'; readonly branch: string }
  /** Closing is not among them: that takes the epic's completion step. */
  | { readonly kind: 'set_status'; readonly status: Exclude<EpicStatus, 'closed'> };

export type EpicEvent =
  | { readonly kind: 'added'; readonly epic: Epic; readonly requestedId?: string }
  | { readonly kind: 'edited'; readonly changes: Partial<EpicText> }
  | { readonly kind: 'base_set'; readonly commit: string }
  | { readonly kind: 'base_branch_set'; readonly branch: string }
  | { readonly kind: 'status_set'; readonly status: EpicStatus };

function decide(epic: Epic | null, command: EpicCommand): Result<readonly EpicEvent[], Failure> {
  if (command.kind === 'add') {
    const { kind: _kind, ...added } = command;
    if (epic === null) return ok([{ kind: 'added', ...added }]);
    return err(
      failure('duplicate-id', `Epic ${epic.id} exists already.`, 'Choose another id for it.'),
    );
  }
  if (epic === null) {
    return err(
      failure('unknown-epic', 'There is no such epic.', 'List them with `switchyard list`.'),
    );
  }
  switch (command.kind) {
    case 'edit':
      return ok([{ kind: 'edited', changes: command.changes }]);
    case 'set_base': {
      const { commit } = command;
      return ok(epic.baseCommit === commit ? [] : [{ kind: 'base_set', commit }]);
    }
    case 'set_base_branch': {
      const { branch } = command;
      return ok(epic.baseBranch === branch ? [] : [{ kind: 'base_branch_set', branch }]);
    }
    case 'set_status':
      return ok(
        epic.status === command.status ? [] : [{ kind: 'status_set', status: command.status }],
      );
    default:
      return assertNever(command, 'epic command');
  }
}

function evolve(epic: Epic | null, event: EpicEvent): Epic {
  if (event.kind === 'added') return event.epic;
  if (epic === null) throw new Error(`Epic event ${event.kind} before the epic was added.`);
  switch (event.kind) {
    case 'edited':
      return { ...epic, ...event.changes };
    case 'base_set':
      return { ...epic, baseCommit: event.commit };
    case 'base_branch_set':
      return { ...epic, baseBranch: event.branch };
    case 'status_set':
      return { ...epic, status: event.status };
    default:
      return assertNever(event, 'epic event');
  }
}

/** An epic's record; its tasks decide its status while a run is under way. */
export const epicMachine: Machine<Epic, EpicCommand, EpicEvent, never> = {
  decide,
  evolve,
  effects: () => [],
};
