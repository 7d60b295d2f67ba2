import { Undo2 } from 'lucide-react';
import { useState } from 'react';
import type { JSX } from 'react';
import type { SourceImport } from '#shared/contract/transfers.ts';
import type { WireFailure } from '#shared/contract/wire-result.ts';
import type { Importable } from '#shared/contract/workspaces.ts';
import { useWorkspace } from '#renderer/bridge/use-workspace.tsx';
import { plural } from '#renderer/lib/format.ts';
import { Button } from '#renderer/ui/buttons/button.tsx';
import { Dialog } from '#renderer/ui/surfaces/dialog.tsx';
import { FailureNote } from '#renderer/ui/signs/failure-note.tsx';
import { FileField } from '#renderer/ui/fields/file-field.tsx';
import { SegmentedControl } from '#renderer/ui/buttons/segmented-control.tsx';
import { Skeleton } from '#renderer/ui/signs/skeleton.tsx';
import { TextField } from '#renderer/ui/fields/text-field.tsx';
import { ImportPreview, newsOf } from './import-preview.tsx';
import { ImportReport } from './import-report.tsx';
import { useImport } from './use-import.ts';
import type { Import } from './use-import.ts';

/** Shows what a source of the repository or a file contains, imports it, and takes that back on request. */
export function ImportDialog({
  isOpen,
  onClose,
}: {
  readonly isOpen: boolean;
  readonly onClose: () => void;
}): JSX.Element | null {
  // Each time it is opened, it is another import.
  return isOpen ? <OpenDialog onClose={onClose} /> : null;
}

function OpenDialog({ onClose }: { readonly onClose: () => void }): JSX.Element {
  const { importable } = useWorkspace();
  const [kind, setKind] = useState(() => likeliest(importable)?.kind);
  const source = importable.find((one) => one.kind === kind);
  const [epicId, setEpicId] = useState('backlog');
  const [file, setFile] = useState<ChosenFile | null>(null);
  const request = requestFor(source, epicId, file);
  const importing = useImport(request);
  const { outcome } = importing;
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title="Import epics and tasks"
      description="What is new is added; what came from the same file before is brought up to date."
      isSticky
      actions={<Actions importing={importing} hasSource={request !== null} onClose={onClose} />}
    >
      <div className="flex flex-col gap-4">
        {outcome?.kind !== 'done' && (
          <>
            <SegmentedControl
              label="Where from"
              options={importable.map((one) => ({ value: one.kind, label: one.label }))}
              value={kind ?? ''}
              onChange={(next) => {
                importing.reset();
                setFile(null);
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
                chosen={file?.name ?? null}
                onChoose={(chosen) => {
                  importing.reset();
                  void readFile(chosen).then(setFile);
                }}
              />
            )}
            {file?.text === null && <FailureNote failure={unreadable(file.name)} />}
            {request !== null && importing.preview.kind === 'loading' && <Skeleton lines={4} />}
            {request !== null && importing.preview.kind === 'failed' && (
              <FailureNote failure={importing.preview.failure} />
            )}
            {request !== null && importing.preview.kind === 'answered' && (
              <ImportPreview preview={importing.preview.value} />
            )}
          </>
        )}
        {outcome?.kind === 'refused' && <FailureNote failure={outcome.failure} />}
        {outcome?.kind === 'done' && <ImportReport report={outcome.report} />}
      </div>
    </Dialog>
  );
}

function Actions({
  importing: { outcome, preview, isBusy, start, undo },
  hasSource,
  onClose,
}: {
  readonly importing: Import;
  readonly hasSource: boolean;
  readonly onClose: () => void;
}): JSX.Element {
  if (outcome?.kind === 'done') {
    return (
      <>
        {outcome.report.added.length > 0 && (
          <Button icon={Undo2} onClick={undo}>
            Undo the import
          </Button>
        )}
        <Button variant="primary" onClick={onClose}>
          Close
        </Button>
      </>
    );
  }
  const count = hasSource && preview.kind === 'answered' ? newsOf(preview.value) : 0;
  return (
    <>
      <Button onClick={onClose}>Cancel</Button>
      <Button variant="primary" disabled={count === 0} isLoading={isBusy} onClick={start}>
        {count === 0 ? 'Import' : `Import ${plural(count, 'task')}`}
      </Button>
    </>
  );
}

/** A file that was chosen; its text is null where it could not be read. */
interface ChosenFile {
  readonly name: string;
  readonly text: string | null;
}

async function readFile(file: File): Promise<ChosenFile> {
  return { name: file.name, text: await file.text().catch(() => null) };
}

/** What is asked for as things are chosen now; null where something is missing. */
function requestFor(
  source: Importable | undefined,
  epicId: string,
  file: ChosenFile | null,
): SourceImport | null {
  if (source?.from === 'repository') {
    const { kind, isThere } = source;
    const isWhole = isThere && epicId.trim() !== '';
    return isWhole ? { from: 'repository', kind, epicId: epicId.trim() } : null;
  }
  if (source === undefined || file === null || file.text === null) return null;
  return { from: 'text', kind: source.kind, name: file.name, text: file.text };
}

/** What is in the repository, where there is such a thing, else a file. */
export function likeliest(importable: readonly Importable[]): Importable | undefined {
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

function unreadable(name: string): WireFailure {
  return {
    code: 'import-unreadable',
    message: `${name} cannot be read.`,
    action: 'Look whether it is still there and may be read, and choose it again.',
  };
}
