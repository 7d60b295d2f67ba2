import { useId, useRef, useState } from 'react';
import type { JSX } from 'react';
import type { WireImportReport } from '#shared/contract/transfers.ts';
import type { WireFailure } from '#shared/contract/wire-result.ts';
import { useHost } from '#renderer/bridge/host-context.tsx';
import { useWorkspace } from '#renderer/bridge/use-workspace.tsx';
import { plural } from '#renderer/lib/format.ts';
import { Button } from '#renderer/ui/button.tsx';
import { Dialog } from '#renderer/ui/dialog.tsx';
import { FailureNote } from '#renderer/ui/failure-note.tsx';
import { SegmentedControl } from '#renderer/ui/segmented-control.tsx';
import { TextField } from '#renderer/ui/text-field.tsx';

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
  const fileId = useId();
  const file = useRef<HTMLInputElement>(null);
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
          <div className="flex flex-col gap-1">
            <label htmlFor={fileId} className="text-12 font-medium text-muted">
              JSON file, as the export writes it
            </label>
            <input
              ref={file}
              id={fileId}
              type="file"
              accept=".json,application/json"
              className="text-13 file:mr-2 file:h-7 file:rounded-md file:border file:border-solid file:border-border-strong file:bg-surface file:px-3 file:text-13 file:font-medium file:text-text"
              onChange={({ currentTarget }) => {
                const chosen = currentTarget.files?.[0];
                if (chosen === undefined) return;
                void chosen
                  .text()
                  .then((text) => importing.start({ kind: 'json', name: chosen.name, text }));
                // The same file can be chosen again after it was mended.
                currentTarget.value = '';
              }}
            />
          </div>
        )}
        {outcome?.kind === 'refused' && <FailureNote failure={outcome.failure} />}
        {outcome?.kind === 'done' && <Report report={outcome.report} />}
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

function Report({ report }: { readonly report: WireImportReport }): JSX.Element {
  const { added, updated, unchanged, problems } = report;
  return (
    <div className="flex flex-col gap-2">
      <p role="status" className="text-13">
        {plural(added.length, 'task')} added, {updated.length} updated, {unchanged.length}{' '}
        unchanged.
      </p>
      {problems.length > 0 && (
        <ul aria-label="Left out" className="flex max-h-60 flex-col gap-2 overflow-y-auto">
          {problems.map((problem) => (
            <li key={`${problem.message} ${problem.place?.file} ${problem.place?.line}`}>
              <FailureNote failure={problem} />
            </li>
          ))}
        </ul>
      )}
    </div>
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
  readonly start: (wish: Wish) => void;
  readonly reset: () => void;
} {
  const host = useHost();
  const { id: workspaceId } = useWorkspace();
  const [isBusy, setIsBusy] = useState(false);
  const [outcome, setOutcome] = useState<Outcome | null>(null);
  const start = (wish: Wish): void => {
    setIsBusy(true);
    void host
      .call((client) => client.transfers.import({ workspaceId, wish }))
      .then((result) => {
        setIsBusy(false);
        setOutcome(
          result.ok
            ? { kind: 'done', report: result.value }
            : { kind: 'refused', failure: result.error },
        );
      });
  };
  return { isBusy, outcome, start, reset: () => setOutcome(null) };
}
