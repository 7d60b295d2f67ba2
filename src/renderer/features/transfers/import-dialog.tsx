import { useState } from 'react';
import type { JSX } from 'react';
import type { WireImportReport } from '#shared/contract/transfers.ts';
import type { WireFailure } from '#shared/contract/wire-result.ts';
import { useHost } from '#renderer/bridge/host-context.tsx';
import { useWorkspace } from '#renderer/bridge/use-workspace.tsx';
import { Button } from '#renderer/ui/buttons/button.tsx';
import { Dialog } from '#renderer/ui/surfaces/dialog.tsx';
import { FailureNote } from '#renderer/ui/signs/failure-note.tsx';
import { FileField } from '#renderer/ui/fields/file-field.tsx';
import { SegmentedControl } from '#renderer/ui/buttons/segmented-control.tsx';
import { TextField } from '#renderer/ui/fields/text-field.tsx';
import { ImportReport } from './import-report.tsx';

const sources = [
  { value: 'backlog-md', label: 'Backlog.md folder' },
  { value: 'json', label: 'JSON file' },
] as const;
type Source = (typeof sources)[number]['value'];

/** Takes over a Backlog.md folder of the repository, or a JSON file, and tells what became of it. */
export function ImportDialog({
  isOpen,
  onClose,
}: {
  readonly isOpen: boolean;
  readonly onClose: () => void;
}): JSX.Element {
  const { hasBacklog } = useWorkspace();
  const [source, setSource] = useState<Source>(hasBacklog ? 'backlog-md' : 'json');
  const [epicId, setEpicId] = useState('backlog');
  const importing = useImport();
  const close = (): void => {
    importing.reset();
    onClose();
  };
  const { outcome } = importing;
  return (
    <Dialog
      isOpen={isOpen}
      onClose={close}
      title="Import epics and tasks"
      description="What is new is added; what came from the same file before is brought up to date."
      isSticky
      actions={
        <>
          <Button onClick={close}>{outcome?.kind === 'done' ? 'Close' : 'Cancel'}</Button>
          {source === 'backlog-md' && (
            <Button
              variant="primary"
              disabled={!hasBacklog || epicId.trim() === ''}
              isLoading={importing.isBusy}
              onClick={() => importing.start({ kind: 'backlog-md', epicId: epicId.trim() })}
            >
              Import the folder
            </Button>
          )}
        </>
      }
    >
      <div className="flex flex-col gap-4">
        <SegmentedControl
          label="Where from"
          options={sources}
          value={source}
          onChange={(next) => {
            importing.reset();
            setSource(next);
          }}
        />
        {source === 'backlog-md' ? (
          <BacklogSource hasBacklog={hasBacklog} epicId={epicId} onEpicId={setEpicId} />
        ) : (
          <FileField
            label="JSON file, as the export writes it"
            accept=".json,application/json"
            chosen={importing.fileName}
            onChoose={importing.startFile}
          />
        )}
        {outcome?.kind === 'refused' && <FailureNote failure={outcome.failure} />}
        {outcome?.kind === 'done' && <ImportReport report={outcome.report} />}
      </div>
    </Dialog>
  );
}

function BacklogSource({
  hasBacklog,
  epicId,
  onEpicId,
}: {
  readonly hasBacklog: boolean;
  readonly epicId: string;
  readonly onEpicId: (id: string) => void;
}): JSX.Element {
  if (!hasBacklog) {
    return (
      <p className="text-13 text-muted">
        This repository has no folder <code className="font-mono">backlog/tasks</code>.
      </p>
    );
  }
  return (
    <TextField
      label="Epic that the tasks belong to"
      description="The files stay the truth: they are read again before each task and kept up to date."
      isCode
      value={epicId}
      onChange={onEpicId}
    />
  );
}

type Outcome =
  | { readonly kind: 'done'; readonly report: WireImportReport }
  | { readonly kind: 'refused'; readonly failure: WireFailure };

type Wish =
  | { readonly kind: 'backlog-md'; readonly epicId: string }
  | { readonly kind: 'json'; readonly name: string; readonly text: string };

function useImport(): {
  readonly isBusy: boolean;
  readonly outcome: Outcome | null;
  /** The file that was chosen last. */
  readonly fileName: string | null;
  readonly start: (wish: Wish) => void;
  readonly startFile: (file: File) => void;
  readonly reset: () => void;
} {
  const host = useHost();
  const { id: workspaceId } = useWorkspace();
  const [isBusy, setIsBusy] = useState(false);
  const [outcome, setOutcome] = useState<Outcome | null>(null);
  const [fileName, setFileName] = useState<string | null>(null);
  const start = async (wish: Wish): Promise<void> => {
    setIsBusy(true);
    const result = await host.call((client) => client.transfers.import({ workspaceId, wish }));
    setIsBusy(false);
    setOutcome(
      result.ok
        ? { kind: 'done', report: result.value }
        : { kind: 'refused', failure: result.error },
    );
  };
  const startFile = async (file: File): Promise<void> => {
    setOutcome(null);
    setFileName(file.name);
    const text = await file.text().catch(() => null);
    if (text === null) setOutcome({ kind: 'refused', failure: unreadable(file.name) });
    else await start({ kind: 'json', name: file.name, text });
  };
  return {
    isBusy,
    outcome,
    fileName,
    start: (wish) => void start(wish),
    startFile: (file) => void startFile(file),
    reset: () => {
      setOutcome(null);
      setFileName(null);
    },
  };
}

function unreadable(name: string): WireFailure {
  return {
    code: 'import-unreadable',
    message: `${name} cannot be read.`,
    action: 'Look whether it is still there and may be read, and choose it again.',
  };
}
