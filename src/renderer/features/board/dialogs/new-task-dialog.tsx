import { useMemo, useRef, useState } from 'react';
import type { JSX } from 'react';
import { useDispatch } from 'react-redux';
import { z } from 'zod';
import type { WireFailure } from '#shared/contract/wire-result.ts';
import { compareIds } from '#shared/core/graph/natural-order.ts';
import { useWorkspace } from '#renderer/bridge/use-workspace.tsx';
import { useDocuments, useReplicaState } from '#renderer/db/use-documents.ts';
import { useEdits } from '#renderer/db/use-edits.ts';
import { useAppLocation } from '#renderer/lib/location.ts';
import { recall, remember } from '#renderer/lib/remembered.ts';
import { cardOf, requestFocus } from '#renderer/lib/request-focus.ts';
import { showToast } from '#renderer/lib/toasts.ts';
import { useKeptForm } from '#renderer/lib/use-kept-form.ts';
import { Disclosure } from '#renderer/ui/surfaces/disclosure.tsx';
import { Select } from '#renderer/ui/fields/select.tsx';
import { Switch } from '#renderer/ui/fields/switch.tsx';
import { TextArea } from '#renderer/ui/fields/text-area.tsx';
import { TextField } from '#renderer/ui/fields/text-field.tsx';
import { boardActions } from '#renderer/features/board/board-slice.ts';
import { DependencyPicker } from './dependency-picker.tsx';
import { FormDialog } from './form-dialog.tsx';
import { emptyDraft, fieldsOf, taskDraftSchema } from '#renderer/features/board/model/new-task.ts';
import type { TaskDraft } from '#renderer/features/board/model/new-task.ts';
import { priorityWords } from '#renderer/features/board/model/priority-words.ts';
import { useAgents } from './use-agents.ts';

export interface NewTaskDialogProps {
  /** The epic that is chosen at first; null takes the newest open one. */
  readonly epicId: string | null;
  readonly onClose: () => void;
}

const priorities = priorityWords.map((hint, value) => ({
  value: String(value),
  label: `P${value}`,
  hint,
}));

/** Whether the dialog stays for another task; as it was chosen last on this machine. */
const createsMoreKey = 'switchyard.new-task.creates-more';

/** Choice of no agent in particular; not the name of one. */
const anyAgent = ':default';
/** Choice that makes an epic on the way; not a possible id. */
const newEpic = ':new';

/** Adds a task; it is there at once, also while the host is away. */
export function NewTaskDialog({ epicId: initialEpicId, onClose }: NewTaskDialogProps): JSX.Element {
  const epics = useOpenEpics();
  const dispatch = useDispatch();
  const [, goTo] = useAppLocation();
  const create = useCreate();
  const { id: workspaceId } = useWorkspace();
  const kept = useKeptForm(`${workspaceId}/new-task`, taskDraftSchema, emptyDraft);
  const { form: draft } = kept;
  const [asked, setAsked] = useState(initialEpicId);
  const { isLoaded } = useReplicaState();
  // Which epics there are is not known at once: none is chosen for the person before.
  const first = epics[0]?.value ?? (isLoaded ? newEpic : null);
  const epicId = asked ?? chosenEpic(draft, epics) ?? first;
  // Whatever is kept is kept with its epic.
  const change = (part: Partial<TaskDraft>): void =>
    kept.change({ ...(epicId !== null && { epicId }), ...part });
  const { epicTitle } = draft;
  const [isTried, setTried] = useState(false);
  const [createsMore, setCreatesMore] = useState(
    () => recall(localStorage, createsMoreKey, z.boolean()) ?? false,
  );
  const title = useRef<HTMLInputElement>(null);
  const [problem, setProblem] = useState<WireFailure | null>(null);
  const isEpicMissing = epicId === newEpic && epicTitle.trim() === '';
  const submit = async (): Promise<void> => {
    setTried(true);
    if (draft.title.trim() === '' || isEpicMissing || epicId === null) return;
    const created = await create(epicId === newEpic ? { title: epicTitle } : epicId, draft);
    if (!created.ok) {
      setProblem(created.error);
      return;
    }
    kept.forget();
    const id = created.value;
    const open = { label: 'Open', run: () => goTo({ taskId: id }) };
    showToast(`Task ${id} was created.`, { kind: 'success', action: open });
    dispatch(boardActions.cardActivated(id));
    dispatch(boardActions.announced(`Task ${id} was created.`));
    if (createsMore) {
      // The next one is likely of the same kind.
      const { priority, agent } = draft;
      kept.change({ ...emptyDraft, priority, agent, ...(epicId !== newEpic && { epicId }) });
      setTried(false);
      title.current?.focus();
      return;
    }
    onClose();
    requestFocus(cardOf(id));
  };
  return (
    <FormDialog
      size="lg"
      title="New task"
      verb="Create the task"
      problem={problem}
      onSubmit={submit}
      onClose={onClose}
      onReset={kept.isRestored ? kept.forget : null}
      beside={
        <Switch
          label="Create more"
          isOn={createsMore}
          onChange={(isOn) => {
            setCreatesMore(isOn);
            remember(localStorage, createsMoreKey, isOn);
          }}
        />
      }
    >
      <TextField
        ref={title}
        label="Title"
        value={draft.title}
        onChange={(title) => change({ title })}
        error={isTried && draft.title.trim() === '' ? 'Say in a few words what to do.' : null}
      />
      <div className="grid grid-cols-2 gap-3">
        <Select
          label="Epic"
          value={epicId}
          options={[...epics, { value: newEpic, label: 'New epic…' }]}
          onChange={(chosen) => {
            setAsked(null);
            change({ epicId: chosen });
          }}
        />
        {epicId === newEpic && (
          <TextField
            label="Title of the new epic"
            value={epicTitle}
            onChange={(title) => change({ epicTitle: title })}
            error={isTried && isEpicMissing ? 'Say in a few words what it is.' : null}
          />
        )}
      </div>
      <TaskFields draft={draft} epicId={epicId ?? ''} onChange={change} />
    </FormDialog>
  );
}

/** The epic that the draft was written for, if tasks can still be added to it. */
function chosenEpic(
  { epicId }: TaskDraft,
  epics: readonly { readonly value: string }[],
): string | null {
  return epicId === newEpic || epics.some(({ value }) => value === epicId) ? epicId : null;
}

/** Epics that tasks can still be added to, the newest first. */
function useOpenEpics(): readonly {
  readonly value: string;
  readonly label: string;
  readonly hint: string;
}[] {
  const epics = useDocuments('epics');
  return useMemo(
    () =>
      [...epics.values()]
        .filter(({ status }) => status !== 'closed')
        .toSorted((a, b) => b.createdAt.localeCompare(a.createdAt) || compareIds(a.id, b.id))
        .map(({ id, title }) => ({ value: id, label: title, hint: id })),
    [epics],
  );
}

type Created = Awaited<ReturnType<ReturnType<typeof useEdits>['addTask']>>;

/** Adds a task to an epic, which is made first where it has only a title yet. */
function useCreate(): (
  epic: string | { readonly title: string },
  draft: TaskDraft,
) => Promise<Created> {
  const edits = useEdits();
  return async (epic, draft) => {
    if (typeof epic === 'string') return edits.addTask(epic, draft.title, fieldsOf(draft));
    const added = await edits.addEpic(epic.title, '');
    return added.ok ? edits.addTask(added.value, draft.title, fieldsOf(draft)) : added;
  };
}

interface TaskFieldsProps {
  readonly draft: TaskDraft;
  readonly epicId: string;
  readonly onChange: (part: Partial<TaskDraft>) => void;
}

function TaskFields({ draft, epicId, onChange }: TaskFieldsProps): JSX.Element {
  const agents = useAgents();
  const agentOptions = [
    { value: anyAgent, label: 'Default of the workspace' },
    ...agents.map(({ type, version, problem }) => ({
      value: type,
      label: type,
      hint: problem === null ? (version ?? '') : 'not found',
    })),
  ];
  return (
    <>
      <TextArea
        label="Description"
        value={draft.description}
        onChange={(description) => onChange({ description })}
        rows={4}
      />
      <TextArea
        label="Acceptance criteria"
        description="One per line."
        value={draft.criteria}
        onChange={(criteria) => onChange({ criteria })}
        rows={3}
      />
      <DependencyPicker
        epicId={epicId}
        chosen={draft.dependencies}
        onChange={(dependencies) => onChange({ dependencies: [...dependencies] })}
      />
      <div className="grid grid-cols-3 gap-3">
        <Select
          label="Priority"
          description="To be seen and filtered by; the order is by hand"
          value={String(draft.priority)}
          options={priorities}
          onChange={(priority) => onChange({ priority: Number(priority) })}
        />
        <Select
          label="Agent"
          value={draft.agent === '' ? anyAgent : draft.agent}
          options={agentOptions}
          onChange={(agent) => onChange({ agent: agent === anyAgent ? '' : agent })}
        />
        <TextField
          label="Labels"
          value={draft.labels}
          onChange={(labels) => onChange({ labels })}
          placeholder="ui, skip_tests"
        />
      </div>
      <Disclosure summary="Checks and script">
        <div className="flex flex-col gap-3 py-1">
          <TextArea
            label="Verify commands"
            description="Shell commands, one per line; each must exit with 0. Empty: those of the workspace."
            value={draft.verify}
            onChange={(verify) => onChange({ verify })}
            isCode
            rows={2}
          />
          <TextArea
            label="Script"
            description="What the built-in script agent runs for this task."
            value={draft.script}
            onChange={(script) => onChange({ script })}
            isCode
            rows={3}
          />
        </div>
      </Disclosure>
    </>
  );
}
