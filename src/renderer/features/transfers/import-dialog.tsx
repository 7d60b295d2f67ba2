import { useState } from 'react';
import type { JSX } from 'react';
import type {
  ImportReport as Report,
  SourceImport as ImportRequest,
} from '#shared/contract/transfers.ts';
import type { WireFailure } from '#shared/contract/wire-result.ts';
import type { Importable } from '#shared/contract/workspaces.ts';
import { useHost } from '#renderer/bridge/host-context.tsx';
import { useWorkspace } from '#renderer/bridge/use-workspace.tsx';
import { Button } from '#renderer/ui/buttons/button.tsx';
import { Dialog } from '#renderer/ui/surfaces/dialog.tsx';
import { FailureNote } from '#renderer/ui/signs/failure-note.tsx';
import { FileField } from '#renderer/ui/fields/file-field.tsx';
import { SegmentedControl } from '#renderer/ui/buttons/segmented-control.tsx';
import { TextField } from '#renderer/ui/fields/text-field.tsx';
import { ImportReport } from './import-report.tsx';

/** Imports what a source of the repository contains, or a file, and shows what became of it. */
export function ImportDialog({
  isOpen,
  onClose,
}: {
  readonly isOpen: boolean;
  readonly onClose: () => void;
}): JSX.Element {
  const { importable } = useWorkspace();
  const [kind, setKind] = useState(() => likeliest(importable)?.kind);
  const source = importable.find((one) => one.kind === kind);
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
          {source?.from === 'repository' && (
            <Button
              variant="primary"
              disabled={!source.isThere || epicId.trim() === ''}
              isLoading={importing.isBusy}
              onClick={() =>
                importing.start({
                  from: 'repository',
                  kind: source.kind,
                  epicId: epicId.trim(),
                })
              }
            >
              Import the {source.what}
            </Button>
          )}
        </>
      }
    >
      <div className="flex flex-col gap-4">
        <SegmentedControl
          label="Where from"
          options={importable.map((one) => ({ value: one.kind, label: one.label }))}
          value={kind ?? ''}
          onChange={(next) => {
            importing.reset();
            setKind(next);
          }}
        />
        {source?.from === 'repository' && (
          <RepositorySource source={source} epicId={epicId} onEpicId={setEpicId} />
        )}
        {source?.from === 'text' && (
          <FileField
            label={source.hint}
            accept={source.accept}
            chosen={importing.fileName}
            onChoose={(file) => importing.startFile(source.kind, file)}
          />
        )}
        {outcome?.kind === 'refused' && <FailureNote failure={outcome.failure} />}
        {outcome?.kind === 'done' && <ImportReport report={outcome.report} />}
      </div>
    </Dialog>
  );
}

/** What is in the repository, where there is such a thing, else a file. */
function likeliest(importable: readonly Importable[]): Importable | undefined {
  return (
    importable.find((one) => one.from === 'repository' && one.isThere) ??
    importable.find((one) => one.from === 'text') ??
    importable[0]
  );
}

function RepositorySource({
  source,
  epicId,
  onEpicId,
}: {
  readonly source: Extract<Importable, { from: 'repository' }>;
  readonly epicId: string;
  readonly onEpicId: (id: string) => void;
}): JSX.Element {
  if (!source.isThere) {
    return (
      <p className="text-13 text-muted">
        This repository has no {source.what} <code className="font-mono">{source.path}</code>.
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
  | { readonly kind: 'done'; readonly report: Report }
  | { readonly kind: 'refused'; readonly failure: WireFailure };

function useImport(): {
  readonly isBusy: boolean;
  readonly outcome: Outcome | null;
  /** The file that was chosen last. */
  readonly fileName: string | null;
  readonly start: (request: ImportRequest) => void;
  readonly startFile: (kind: string, file: File) => void;
  readonly reset: () => void;
} {
  const host = useHost();
  const { id: workspaceId } = useWorkspace();
  const [isBusy, setIsBusy] = useState(false);
  const [outcome, setOutcome] = useState<Outcome | null>(null);
  const [fileName, setFileName] = useState<string | null>(null);
  const start = async (request: ImportRequest): Promise<void> => {
    setIsBusy(true);
    const result = await host.call((client) => client.transfers.import({ workspaceId, request }));
    setIsBusy(false);
    setOutcome(
      result.ok
        ? { kind: 'done', report: result.value }
        : { kind: 'refused', failure: result.error },
    );
  };
  const startFile = async (kind: string, file: File): Promise<void> => {
    setOutcome(null);
    setFileName(file.name);
    const text = await file.text().catch(() => null);
    if (text === null) setOutcome({ kind: 'refused', failure: unreadable(file.name) });
    else await start({ from: 'text', kind, name: file.name, text });
  };
  return {
    isBusy,
    outcome,
    fileName,
    start: (request) => void start(request),
    startFile: (kind, file) => void startFile(kind, file),
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
