import { FileUp } from 'lucide-react';
import { useId } from 'react';
import type { ReactNode } from 'react';

export interface FileFieldProps {
  readonly label: string;
  /** Kinds of files that can be chosen, as the `accept` of an input: `.json,application/json`. */
  readonly accept: string;
  /** Name of the file that was chosen last; null before. */
  readonly chosen: string | null;
  readonly onChoose: (file: File) => void;
}

/** Chooses one file of this machine; the same one can be chosen again after it was changed. */
export function FileField({ label, accept, chosen, onChoose }: FileFieldProps): ReactNode {
  const id = useId();
  return (
    <div className="flex min-w-0 flex-col gap-1">
      <label htmlFor={id} className="text-12 font-medium text-muted">
        {label}
      </label>
      <div className="relative flex h-7 min-w-0 items-center gap-2 rounded-md border border-border-strong bg-surface pr-2 text-13 transition-colors focus-within:outline-2 focus-within:-outline-offset-1 focus-within:outline-focus hover:border-control">
        <span className="flex h-full items-center gap-1 border-r border-border-strong px-2 font-medium">
          <FileUp aria-hidden className="icon-sm" />
          {chosen === null ? 'Choose a file…' : 'Choose another…'}
        </span>
        <span className="min-w-0 flex-1 truncate text-muted">{chosen ?? 'None yet'}</span>
        {/* Lies over the box, so that a click and a file that is dropped anywhere on it are taken. */}
        <input
          id={id}
          type="file"
          accept={accept}
          className="absolute inset-0 cursor-pointer opacity-0"
          onChange={({ currentTarget }) => {
            const file = currentTarget.files?.[0];
            if (file !== undefined) onChoose(file);
            // Without this the browser says nothing when the same file is chosen again.
            currentTarget.value = '';
          }}
        />
      </div>
    </div>
  );
}
