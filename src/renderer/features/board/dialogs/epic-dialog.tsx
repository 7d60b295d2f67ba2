import { useState } from 'react';
import type { JSX } from 'react';
import { useDispatch } from 'react-redux';
import { z } from 'zod';
import type { WireFailure } from '#shared/contract/wire-result.ts';
import type { Epic } from '#shared/model/epic.ts';
import { useWorkspace } from '#renderer/bridge/use-workspace.tsx';
import { useDocument } from '#renderer/db/use-documents.ts';
import { useEdits } from '#renderer/db/use-edits.ts';
import { showToast } from '#renderer/lib/toasts.ts';
import { useKeptForm } from '#renderer/lib/use-kept-form.ts';
import { TextArea } from '#renderer/ui/fields/text-area.tsx';
import { TextField } from '#renderer/ui/fields/text-field.tsx';
import { boardActions } from '#renderer/features/board/board-slice.ts';
import { FormDialog } from './form-dialog.tsx';
import { changedElsewhere, mergeEpic } from '#renderer/features/board/model/epic-changes.ts';
import type { EpicFields } from '#renderer/features/board/model/epic-changes.ts';

const epicFormSchema: z.ZodType<EpicFields> = z.object({
  title: z.string(),
  description: z.string(),
});

interface EpicFormProps {
  /** Name of the form for its drafts, one of its own in the workspace. */
  readonly name: string;
  readonly heading: string;
  readonly verb: string;
  readonly initial: EpicFields;
  /** Writes the epic, which was `base` when the person began; the answer is why it was refused. */
  readonly onWrite: (form: EpicFields, base: EpicFields) => Promise<WireFailure | null>;
  readonly onClose: () => void;
}

/** Adds an epic, and goes on with its first task. */
export function NewEpicDialog({ onClose }: { readonly onClose: () => void }): JSX.Element {
  const edits = useEdits();
  const dispatch = useDispatch();
  return (
    <EpicForm
      name="new-epic"
      heading="New epic"
      verb="Create the epic"
      initial={{ title: '', description: '' }}
      onClose={onClose}
      onWrite={async ({ title, description }) => {
        const added = await edits.addEpic(title, description);
        if (!added.ok) return added.error;
        showToast(`Epic ${added.value} was created.`, { kind: 'success', key: 'created' });
        dispatch(boardActions.dialogOpened({ kind: 'new_task', epicId: added.value }));
        return null;
      }}
    />
  );
}

/** Changes the title and the description of an epic. */
export function EditEpicDialog({
  epicId,
  onClose,
}: {
  readonly epicId: string;
  readonly onClose: () => void;
}): JSX.Element | null {
  const epic = useDocument('epics', epicId);
  return epic === null ? null : <EditEpicForm epic={epic} onClose={onClose} />;
}

function EditEpicForm({
  epic: { id, title, description },
  onClose,
}: {
  readonly epic: Epic;
  readonly onClose: () => void;
}): JSX.Element {
  const edits = useEdits();
  const [shown, setShown] = useState<string | null>(null);
  return (
    <EpicForm
      name={`epic/${id}`}
      heading={`Edit epic ${id}`}
      verb="Save the epic"
      initial={{ title, description }}
      onClose={onClose}
      onWrite={async (form, base) => {
        const now = { title, description };
        const { changes, overtaken } = mergeEpic(base, form, now);
        const problem = overtaken === null ? null : changedElsewhere(overtaken, now);
        if (problem !== null && problem.message !== shown) {
          setShown(problem.message);
          return problem;
        }
        const edited = await edits.editEpic(id, changes);
        if (!edited.ok) return edited.error;
        onClose();
        return null;
      }}
    />
  );
}

function EpicForm(props: EpicFormProps): JSX.Element {
  const { name, heading, verb, initial, onWrite, onClose } = props;
  const { id: workspaceId } = useWorkspace();
  const kept = useKeptForm(`${workspaceId}/${name}`, epicFormSchema, initial);
  const [isTried, setTried] = useState(false);
  const [problem, setProblem] = useState<WireFailure | null>(null);
  const { title, description } = kept.form;
  const submit = async (): Promise<void> => {
    setTried(true);
    if (title.trim() === '') return;
    const refused = await onWrite({ title: title.trim(), description }, kept.base);
    if (refused === null) kept.forget();
    else setProblem(refused);
  };
  return (
    <FormDialog
      title={heading}
      description="A group of tasks that lands together, on a branch of its own."
      verb={verb}
      problem={problem}
      onSubmit={submit}
      onClose={onClose}
      onReset={kept.isRestored ? kept.forget : null}
    >
      <TextField
        label="Title"
        value={title}
        onChange={(next) => kept.change({ title: next })}
        error={isTried && title.trim() === '' ? 'Say in a few words what it is.' : null}
      />
      <TextArea
        label="Description"
        description="Its goal; agents read it with each of its tasks."
        value={description}
        onChange={(next) => kept.change({ description: next })}
      />
    </FormDialog>
  );
}
