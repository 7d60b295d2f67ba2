import { useState } from 'react';
import type { JSX } from 'react';
import { useDocuments } from '#renderer/db/use-documents.ts';
import { plural } from '#renderer/lib/format.ts';
import { TextField } from '#renderer/ui/fields/text-field.tsx';
import { useTaskChanges } from '#renderer/features/board/commands/use-task-changes.ts';
import { FormDialog } from './form-dialog.tsx';

/** Puts a label on tasks that has to be typed. */
export function LabelDialog({
  taskIds,
  onClose,
}: {
  readonly taskIds: readonly string[];
  readonly onClose: () => void;
}): JSX.Element {
  const tasks = useDocuments('tasks');
  const changes = useTaskChanges();
  const [text, setText] = useState('');
  const [isTried, setTried] = useState(false);
  const label = text.trim();
  const problem =
    label === ''
      ? 'Type a label.'
      : /[\s,]/.test(label)
        ? 'A label is one word: write it without spaces and commas.'
        : null;
  const what = taskIds.length === 1 ? taskIds.join('') : plural(taskIds.length, 'task');
  return (
    <FormDialog
      title={`Label ${what}`}
      verb="Add the label"
      problem={null}
      onClose={onClose}
      onReset={null}
      onSubmit={async () => {
        setTried(true);
        if (problem !== null) return;
        const own = taskIds.flatMap((id) => tasks.get(id) ?? []);
        await changes.change(own, { kind: 'add_label', label });
        onClose();
      }}
    >
      <TextField
        label="Label"
        placeholder="ui, skip_tests"
        value={text}
        onChange={setText}
        error={isTried ? problem : null}
      />
    </FormDialog>
  );
}
