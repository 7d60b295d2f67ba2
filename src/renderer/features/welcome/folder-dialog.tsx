import { CornerLeftUp, Folder, FolderGit2 } from 'lucide-react';
import { useState } from 'react';
import type { JSX } from 'react';
import type { FolderListing } from '#shared/contract/workspaces.ts';
import { useHostQuery } from '#renderer/bridge/use-host-query.ts';
import { Button } from '#renderer/ui/button.tsx';
import { Dialog } from '#renderer/ui/dialog.tsx';
import { FailureNote } from '#renderer/ui/failure-note.tsx';
import { Skeleton } from '#renderer/ui/skeleton.tsx';
import { TextField } from '#renderer/ui/text-field.tsx';

export interface FolderDialogProps {
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly onChoose: (folder: string) => void;
}

/** Chooses a folder of the host's machine, where there is no dialog of the operating system for it. */
export function FolderDialog({ isOpen, onClose, onChoose }: FolderDialogProps): JSX.Element {
  const [folder, setFolder] = useState<string | null>(null);
  const [typed, setTyped] = useState('');
  const { query } = useHostQuery(isOpen ? `folder ${folder ?? ''}` : null, (client) =>
    client.host.browse({ folder }),
  );
  const listing = query.kind === 'answered' ? query.value : null;
  const wish = typed.trim() === '' ? (listing?.folder ?? '') : typed.trim();
  const enter = (path: string): void => {
    setFolder(path);
    setTyped('');
  };
  return (
    <Dialog
      isOpen={isOpen}
      onClose={onClose}
      title="Open a repository"
      description="Any folder inside a git repository with at least one commit."
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" disabled={wish === ''} onClick={() => onChoose(wish)}>
            Open this folder
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-2">
        <TextField
          label="Path"
          isCode
          value={typed}
          placeholder={listing?.folder ?? ''}
          onChange={setTyped}
          onKeyDown={(event) => {
            if (event.key === 'Enter' && wish !== '') onChoose(wish);
          }}
        />
        <div className="h-80 overflow-y-auto rounded-md border border-border bg-surface p-1">
          {query.kind === 'loading' && <Skeleton lines={8} />}
          {query.kind === 'failed' && <FailureNote failure={query.failure} />}
          {listing !== null && <Folders listing={listing} onEnter={enter} />}
        </div>
      </div>
    </Dialog>
  );
}

function Folders({
  listing,
  onEnter,
}: {
  readonly listing: FolderListing;
  readonly onEnter: (path: string) => void;
}): JSX.Element {
  const { parent, folders } = listing;
  return (
    <ul aria-label={`Folders in ${listing.folder}`}>
      {parent !== null && (
        <li>
          <FolderRow icon={CornerLeftUp} name="Parent folder" onEnter={() => onEnter(parent)} />
        </li>
      )}
      {folders.map(({ name, path, isRepository }) => (
        <li key={path}>
          <FolderRow
            icon={isRepository ? FolderGit2 : Folder}
            name={name}
            hint={isRepository ? 'repository' : ''}
            onEnter={() => onEnter(path)}
          />
        </li>
      ))}
      {folders.length === 0 && <li className="p-2 text-13 text-muted">No folders in here.</li>}
    </ul>
  );
}

function FolderRow({
  icon: Icon,
  name,
  hint = '',
  onEnter,
}: {
  readonly icon: typeof Folder;
  readonly name: string;
  readonly hint?: string;
  readonly onEnter: () => void;
}): JSX.Element {
  return (
    <button
      type="button"
      onClick={onEnter}
      className="flex h-7 w-full items-center gap-2 rounded-sm px-2 text-left text-13 focus-inset hover:bg-hover"
    >
      <Icon aria-hidden className="icon-md shrink-0 text-muted" />
      <span className="min-w-0 flex-1 truncate">{name}</span>
      <span className="text-12 text-muted">{hint}</span>
    </button>
  );
}
