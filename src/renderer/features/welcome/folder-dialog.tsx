import { CornerLeftUp, Folder, FolderGit2 } from 'lucide-react';
import { useRef, useState } from 'react';
import type { JSX } from 'react';
import type { WireFailure } from '#shared/contract/wire-result.ts';
import type { FolderListing } from '#shared/contract/workspaces.ts';
import { useHostQuery } from '#renderer/bridge/use-host-query.ts';
import { isComposing } from '#renderer/lib/is-composing.ts';
import { Button } from '#renderer/ui/buttons/button.tsx';
import { Dialog } from '#renderer/ui/surfaces/dialog.tsx';
import { FailureNote } from '#renderer/ui/signs/failure-note.tsx';
import { Skeleton } from '#renderer/ui/signs/skeleton.tsx';
import { TextField } from '#renderer/ui/fields/text-field.tsx';
import { useDelayed } from '#renderer/ui/signs/use-delayed.ts';
import { canPrepare, PrepareButton } from './prepare-button.tsx';
import { asPrefix, splitPath } from './typed-path.ts';
import { walkList } from './walk-list.ts';

export interface FolderDialogProps {
  readonly onClose: () => void;
  /** Opens the repository in `folder`; what it answers is why it cannot be opened, and null when it is. */
  readonly onChoose: (folder: string) => Promise<WireFailure | null>;
}

/** Chooses a folder of the host's machine, where there is no dialog of the operating system for it. */
export function FolderDialog({ onClose, onChoose }: FolderDialogProps): JSX.Element {
  const [typed, setTyped] = useState<string | null>(null);
  // A repository that was clicked on: the list stays, so that the second click finds it.
  const [chosen, setChosen] = useState<string | null>(null);
  const [refusal, setRefusal] = useState<WireFailure | null>(null);
  const [isOpening, setIsOpening] = useState(false);
  const pathRef = useRef<HTMLInputElement>(null);
  const { folder, start } = splitPath(typed ?? '');
  const { query } = useHostQuery(`folder ${folder ?? ''}`, (client) =>
    client.host.browse({ folder }),
  );
  const listing = query.kind === 'answered' ? query.value : null;
  const list = useRef<HTMLDivElement>(null);
  const path = chosen ?? typed ?? (listing === null ? '' : asPrefix(listing.folder));
  const type = (next: string): void => {
    setTyped(next);
    setChosen(null);
    setRefusal(null);
  };
  const pick = (repository: string): void => {
    setChosen(repository);
    setRefusal(null);
  };
  const choose = async (folderPath = path.trim()): Promise<void> => {
    setIsOpening(true);
    const refused = await onChoose(folderPath);
    setIsOpening(false);
    setRefusal(refused);
  };
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title="Open a repository"
      description="Any folder inside a git repository with at least one commit."
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            variant="primary"
            disabled={path.trim() === ''}
            isLoading={isOpening}
            onClick={() => void choose()}
          >
            Open this folder
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-2">
        <TextField
          ref={pathRef}
          label="Path"
          isCode
          value={path}
          onChange={type}
          onKeyDown={(event) => {
            if (isComposing(event)) return;
            if (event.key === 'Enter' && path.trim() !== '') void choose();
            if (event.key === 'ArrowDown') {
              event.preventDefault();
              list.current?.querySelector('button')?.focus();
            }
          }}
        />
        {refusal !== null && (
          <FailureNote
            failure={refusal}
            {...(canPrepare(refusal) && {
              actions: (
                <PrepareButton
                  failure={refusal}
                  folder={path.trim()}
                  onDone={(refused) => (refused === null ? void choose() : setRefusal(refused))}
                />
              ),
            })}
          />
        )}
        <div
          ref={list}
          className="h-80 overflow-y-auto rounded-md border border-border bg-surface p-1"
        >
          {query.kind === 'loading' && <LateSkeleton />}
          {/* One at a time: what the refusal above says is the same in other words. */}
          {query.kind === 'failed' && refusal === null && <FailureNote failure={query.failure} />}
          {listing !== null && (
            <Folders
              listing={listing}
              start={start}
              chosen={chosen}
              onLeave={() => pathRef.current?.focus()}
              onPick={pick}
              onOpen={(repository) => {
                pick(repository);
                void choose(repository);
              }}
              onEnter={(inner) => {
                type(asPrefix(inner));
                // The row that was pressed is gone: the keyboard goes on from the path.
                pathRef.current?.focus();
              }}
            />
          )}
        </div>
      </div>
    </Dialog>
  );
}

/** What is quick, as folders of one's own machine are, shows nothing in between. */
function LateSkeleton(): JSX.Element | null {
  return useDelayed(true) ? <Skeleton lines={8} /> : null;
}

function Folders({
  listing,
  start,
  chosen,
  onLeave,
  onPick,
  onOpen,
  onEnter,
}: {
  readonly listing: FolderListing;
  readonly chosen: string | null;
  /** The arrow keys have left the list by its beginning. */
  readonly onLeave: () => void;
  /** A repository is the one that is to be opened. */
  readonly onPick: (path: string) => void;
  /** A repository is to be opened now. */
  readonly onOpen: (path: string) => void;
  /** What the names begin with that are shown. */
  readonly start: string;
  readonly onEnter: (path: string) => void;
}): JSX.Element {
  const { parent } = listing;
  const folders = listing.folders.filter(({ name }) =>
    name.toLowerCase().startsWith(start.toLowerCase()),
  );
  return (
    <ul aria-label={`Folders in ${listing.folder}`}>
      {parent !== null && (
        <li>
          <FolderRow
            icon={CornerLeftUp}
            name="Parent folder"
            onLeave={onLeave}
            onEnter={() => onEnter(parent)}
          />
        </li>
      )}
      {folders.map(({ name, path, isRepository }) => (
        <li key={path}>
          <FolderRow
            icon={isRepository ? FolderGit2 : Folder}
            name={name}
            hint={isRepository ? 'repository' : ''}
            isChosen={path === chosen}
            onLeave={onLeave}
            onEnter={() => onEnter(path)}
            {...(isRepository && {
              onPick: () => onPick(path),
              onOpen: () => onOpen(path),
            })}
          />
        </li>
      ))}
      {folders.length === 0 && (
        <li className="p-2 text-13 text-muted">
          {start === '' ? 'No folders in here.' : `No folder in here begins with “${start}”.`}
        </li>
      )}
    </ul>
  );
}

function FolderRow({
  icon: Icon,
  name,
  hint = '',
  isChosen = false,
  onLeave,
  onEnter,
  onPick = onEnter,
  onOpen = onEnter,
}: {
  readonly icon: typeof Folder;
  readonly name: string;
  readonly hint?: string;
  readonly isChosen?: boolean;
  readonly onLeave: () => void;
  /** Looks into it; for a plain folder that is all that there is. */
  readonly onEnter: () => void;
  readonly onPick?: () => void;
  readonly onOpen?: () => void;
}): JSX.Element {
  return (
    <button
      type="button"
      aria-pressed={isChosen || undefined}
      onClick={({ detail }) => {
        // A key that presses a button has no count: it opens at once.
        if (detail === 0 || isChosen) onOpen();
        // What a first click has brought under the pointer is not what the second one is for.
        else if (detail === 1) onPick();
      }}
      onKeyDown={(event) => {
        if (event.key === 'ArrowRight') onEnter();
        else walkList(event, onLeave);
      }}
      className="flex h-7 w-full items-center gap-2 rounded-sm px-2 text-left text-13 focus-inset hover:bg-hover aria-pressed:bg-selected"
    >
      <Icon aria-hidden className="icon-md shrink-0 text-muted" />
      <span className="min-w-0 flex-1 truncate">{name}</span>
      <span className="text-12 text-muted">{hint}</span>
    </button>
  );
}
