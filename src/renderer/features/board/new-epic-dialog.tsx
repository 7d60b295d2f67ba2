import { useState } from 'react';
import type { JSX } from 'react';
import { useDispatch } from 'react-redux';
import type { WireFailure } from '#shared/contract/wire-result.ts';
import { useEdits } from '#renderer/db/use-edits.ts';
import { tell } from '#renderer/lib/toasts.ts';
import { TextArea } from '#renderer/ui/text-area.tsx';
import { TextField } from '#renderer/ui/text-field.tsx';
import { boardActions } from './board-slice.ts';
import { FormDialog } from './form-dialog.tsx';

/** Adds an epic, and goes on with its first task. */
export function NewEpicDialog({ onClose }: { readonly onClose: () => void }): JSX.Element {
  const edits = useEdits();
  const dispatch = useDispatch();
  const [title, setTitle] = useState('');
  const [description, setDescription] = useState('');
  const [isTried, setTried] = useState(false);
  const [problem, setProblem] = useState<WireFailure | null>(null);
  const submit = async (): Promise<void> => {
    setTried(true);
    if (title.trim() === '') return;
    const added = await edits.addEpic(title, description);
    if (!added.ok) {
      setProblem(added.error);
      return;
    }
    tell(`Epic ${added.value} was created.`, { kind: 'success' });
    dispatch(boardActions.dialogOpened({ kind: 'new_task', epicId: added.value }));
  };
  return (
    <FormDialog
      title="New epic"
      description="A group of tasks that lands together, on a branch of its own."
      verb="Create the epic"
      problem={problem}
      onSubmit={submit}
      onClose={onClose}
    >
      <TextField
        label="Title"
        value={title}
        onChange={setTitle}
        error={isTried && title.trim() === '' ? 'Say in a few words what it is.' : null}
      />
      <TextArea
        label="Description"
        description="Its goal; agents read it with each of its tasks."
        value={description}
        onChange={setDescription}
      />
    </FormDialog>
  );
}
