import { Trash2 } from 'lucide-react';
import type { JSX } from 'react';
import type { AcceptanceCriterion } from '#shared/model/task.ts';
import { Button } from '#renderer/ui/buttons/button.tsx';
import { Checkbox } from '#renderer/ui/fields/checkbox.tsx';
import { IconButton } from '#renderer/ui/buttons/icon-button.tsx';
import { TextField } from '#renderer/ui/fields/text-field.tsx';
import { AddLine } from './add-line.tsx';
import type { TaskLock } from './task-lock.ts';
import { useCriteriaRows } from './use-criteria-rows.ts';
import type { EditedRow } from './use-criteria-rows.ts';

export interface CriteriaEditorProps {
  /** Name of the list for drafts, one of its own in the workspace. */
  readonly name: string;
  readonly criteria: readonly AcceptanceCriterion[];
  readonly lock: TaskLock | null;
  readonly onChange: (criteria: AcceptanceCriterion[]) => Promise<boolean>;
}

/** The acceptance criteria: each a sentence that is ticked when the task is closed. */
export function CriteriaEditor({
  name,
  criteria,
  lock,
  onChange,
}: CriteriaEditorProps): JSX.Element {
  const done = criteria.filter((one) => one.checked).length;
  const rows = useCriteriaRows({ name: `${name}/rows`, criteria, lock, onChange });
  const tick = (index: number, checked: boolean): void =>
    void onChange(criteria.map((one, at) => (at === index ? { ...one, checked } : one)));
  return (
    <fieldset className="flex flex-col gap-1">
      <legend className="mb-1 text-12 font-medium text-muted">
        Acceptance criteria{' '}
        {criteria.length > 0 && (
          <span className="text-faint tabular">
            {done}/{criteria.length}
          </span>
        )}
      </legend>
      {rows.map((row) => (
        <CriterionRow
          key={row.key}
          row={row}
          isChecked={row.at !== null && criteria[row.at]?.checked === true}
          lock={lock}
          onTick={(checked) => row.at !== null && tick(row.at, checked)}
          onRemove={() => void onChange(criteria.filter((_, at) => at !== row.at))}
        />
      ))}
      <AddLine
        name={`${name}/new`}
        label="New criterion"
        placeholder="Add a criterion that a reader can decide on"
        lock={lock}
        onAdd={(text) => onChange([...criteria, { text, checked: false }])}
      />
    </fieldset>
  );
}

function CriterionRow({
  row: { at, field, onAddAgain, onGiveUp },
  isChecked,
  lock,
  onTick,
  onRemove,
}: {
  readonly row: EditedRow;
  readonly isChecked: boolean;
  readonly lock: TaskLock | null;
  readonly onTick: (isChecked: boolean) => void;
  readonly onRemove: () => void;
}): JSX.Element {
  const isGone = at === null;
  const number = (at ?? 0) + 1;
  const gone = isGone
    ? {
        description: <GoneNote isLocked={lock !== null} onAdd={onAddAgain} onGiveUp={onGiveUp} />,
      }
    : {};
  return (
    <div className="flex items-start gap-2">
      <span className={isGone ? 'invisible' : 'pt-1'}>
        <Checkbox
          label={<span className="sr-only">Criterion {number} is met</span>}
          isChecked={isChecked}
          isDisabled={isGone || lock !== null}
          onChange={onTick}
        />
      </span>
      <div className="flex-1">
        <TextField
          label={isGone ? 'Removed criterion' : `Criterion ${number}`}
          isLabelHidden
          {...field}
          {...gone}
        />
      </div>
      {lock === null && !isGone && (
        <IconButton
          icon={Trash2}
          size="sm"
          className="mt-0.5"
          label={`Remove criterion ${number}`}
          onClick={onRemove}
        />
      )}
    </div>
  );
}

/** What was typed into a criterion that somebody else has removed: it is kept, and proposed as a new one. */
function GoneNote({
  isLocked,
  onAdd,
  onGiveUp,
}: {
  readonly isLocked: boolean;
  readonly onAdd: () => void;
  readonly onGiveUp: () => void;
}): JSX.Element {
  return (
    <span role="alert" className="flex flex-col items-start gap-1 text-waiting">
      <span>This criterion was removed elsewhere while you were writing; yours is not saved.</span>
      <span className="flex gap-2">
        {!isLocked && (
          <Button size="sm" onClick={onAdd}>
            Add mine as a new one
          </Button>
        )}
        <Button size="sm" onClick={onGiveUp}>
          Give it up
        </Button>
      </span>
    </span>
  );
}
