import { Trash2 } from 'lucide-react';
import type { JSX } from 'react';
import type { AcceptanceCriterion } from '#shared/model/task.ts';
import { Checkbox } from '#renderer/ui/checkbox.tsx';
import { IconButton } from '#renderer/ui/icon-button.tsx';
import { TextField } from '#renderer/ui/text-field.tsx';
import { AddLine } from './add-line.tsx';
import type { TaskLock } from './task-lock.ts';
import { useDraft } from './use-draft.tsx';

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
  const replace = (index: number, change: Partial<AcceptanceCriterion>): Promise<boolean> =>
    onChange(criteria.map((one, at) => (at === index ? { ...one, ...change } : one)));
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
      {criteria.map((criterion, index) => (
        <CriterionRow
          // Criteria have no id of their own; a row's draft belongs to its place.
          // oxlint-disable-next-line react/no-array-index-key -- see above
          key={index}
          name={`${name}/${index + 1}`}
          number={index + 1}
          criterion={criterion}
          lock={lock}
          onChange={(change) => replace(index, change)}
          onRemove={() => void onChange(criteria.filter((_, at) => at !== index))}
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
  name,
  number,
  criterion,
  lock,
  onChange,
  onRemove,
}: {
  readonly name: string;
  readonly number: number;
  readonly criterion: AcceptanceCriterion;
  readonly lock: TaskLock | null;
  readonly onChange: (change: Partial<AcceptanceCriterion>) => Promise<boolean>;
  readonly onRemove: () => void;
}): JSX.Element {
  const draft = useDraft({
    name,
    saved: criterion.text,
    lock,
    // An empty one is no criterion: it stays what it was.
    save: async (text) => text.trim() === '' || onChange({ text: text.trim() }),
  });
  return (
    <div className="flex items-center gap-2">
      <Checkbox
        label={<span className="sr-only">Criterion {number} is met</span>}
        isChecked={criterion.checked}
        isDisabled={lock !== null}
        onChange={(checked) => void onChange({ checked })}
      />
      <div className="flex-1">
        <TextField label={`Criterion ${number}`} isLabelHidden {...draft} />
      </div>
      {lock === null && (
        <IconButton
          icon={Trash2}
          size="sm"
          label={`Remove criterion ${number}`}
          onClick={onRemove}
        />
      )}
    </div>
  );
}
