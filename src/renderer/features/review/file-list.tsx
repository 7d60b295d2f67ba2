import { FileMinus, FilePen, FilePlus, FileSymlink } from 'lucide-react';
import type { LucideIcon } from 'lucide-react';
import type { JSX } from 'react';
import type { FileChange } from '#shared/contract/reviews.ts';
import { classNames } from '#renderer/lib/class-names.ts';
import { plural } from '#renderer/lib/format.ts';

const kinds: Readonly<
  Record<FileChange['kind'], { readonly icon: LucideIcon; readonly word: string }>
> = {
  added: { icon: FilePlus, word: 'added' },
  modified: { icon: FilePen, word: 'modified' },
  deleted: { icon: FileMinus, word: 'deleted' },
  renamed: { icon: FileSymlink, word: 'renamed' },
};

export interface FileListProps {
  readonly files: readonly FileChange[];
  readonly selected: string;
  readonly onSelect: (path: string) => void;
}

/** The changed files with what happened to each, and how many lines. */
export function FileList({ files, selected, onSelect }: FileListProps): JSX.Element {
  const total = (side: 'additions' | 'deletions'): number =>
    files.reduce((sum, file) => sum + (file[side] ?? 0), 0);
  return (
    <div className="shrink-0">
      <p className="px-4 pt-2 pb-1 text-12 text-muted tabular">
        {plural(files.length, 'file')} changed,{' '}
        <Lines additions={total('additions')} deletions={total('deletions')} />
      </p>
      <ul aria-label="Changed files" className="max-h-40 overflow-y-auto px-2 pb-1">
        {files.map((file) => (
          <li key={file.path}>
            <FileRow
              file={file}
              isSelected={file.path === selected}
              onSelect={() => onSelect(file.path)}
            />
          </li>
        ))}
      </ul>
    </div>
  );
}

function FileRow({
  file,
  isSelected,
  onSelect,
}: {
  readonly file: FileChange;
  readonly isSelected: boolean;
  readonly onSelect: () => void;
}): JSX.Element {
  const { icon: Icon, word } = kinds[file.kind];
  const from = file.previousPath === null ? '' : `${file.previousPath} → `;
  return (
    <button
      type="button"
      aria-current={isSelected}
      onClick={onSelect}
      className={classNames(
        'flex h-6 w-full items-center gap-2 rounded-sm px-2 text-left text-12 focus-inset hover:bg-hover',
        isSelected && 'bg-selected',
      )}
    >
      <Icon aria-hidden className="icon-sm text-muted" />
      <span className="sr-only">{word}: </span>
      <span className="min-w-0 flex-1 truncate font-mono" title={`${from}${file.path}`}>
        {file.previousPath !== null && (
          <>
            <bdi dir="ltr">{file.previousPath}</bdi>
            {' → '}
          </>
        )}
        <bdi dir="ltr">{file.path}</bdi>
      </span>
      {file.additions === null || file.deletions === null ? (
        <span className="text-muted">binary</span>
      ) : (
        <Lines additions={file.additions} deletions={file.deletions} />
      )}
    </button>
  );
}

function Lines({
  additions,
  deletions,
}: {
  readonly additions: number;
  readonly deletions: number;
}): JSX.Element {
  return (
    <span className="shrink-0 tabular">
      <span className="text-verified">
        +{additions}
        <span className="sr-only"> lines added</span>
      </span>{' '}
      <span className="text-blocked">
        −{deletions}
        <span className="sr-only"> lines removed</span>
      </span>
    </span>
  );
}
