import { X } from 'lucide-react';
import { useState } from 'react';
import type { FormEvent, JSX } from 'react';
import type { TrustFolder } from '#shared/model/trust.ts';
import { useHost } from '#renderer/bridge/host-context.tsx';
import { useHostQuery } from '#renderer/bridge/use-host-query.ts';
import { showFailure } from '#renderer/lib/toasts.ts';
import { Button } from '#renderer/ui/buttons/button.tsx';
import { CodeText } from '#renderer/ui/text/code-text.tsx';
import { FailureNote } from '#renderer/ui/signs/failure-note.tsx';
import { IconButton } from '#renderer/ui/buttons/icon-button.tsx';
import { Select } from '#renderer/ui/fields/select.tsx';
import { Skeleton } from '#renderer/ui/signs/skeleton.tsx';
import { TextField } from '#renderer/ui/fields/text-field.tsx';
import { folderProblem } from './folder-problem.ts';

const rules = [
  { value: 'trust', label: 'Trust all in it' },
  { value: 'ask', label: 'Always ask' },
] as const satisfies readonly { value: TrustFolder['rule']; label: string }[];

/** The person's own rules for folders: what lies in them is trusted without a question, or never. */
export function FolderTrust(): JSX.Element {
  const host = useHost();
  const { query, reload } = useHostQuery('trust folders', async (client) => ({
    ok: true as const,
    value: await client.trust.folders(),
  }));
  if (query.kind === 'loading') return <Skeleton lines={3} />;
  if (query.kind === 'failed') return <FailureNote failure={query.failure} />;
  const folders = query.value;
  const set = async (next: readonly TrustFolder[]): Promise<boolean> => {
    const result = await host.call((client) => client.trust.setFolders({ folders: next }));
    if (!result.ok) showFailure(result.error);
    reload();
    return result.ok;
  };
  const others = (folder: string): readonly TrustFolder[] =>
    folders.filter((one) => one.folder !== folder);
  return (
    <div className="flex flex-col gap-3 text-13">
      <p className="text-muted">
        You are asked before anything of a repository is run. For folders that hold only your own
        work you can say so once; the innermost folder counts.
      </p>
      {folders.length > 0 && (
        <ul className="flex flex-col gap-2">
          {folders.map(({ folder, rule }) => (
            <li key={folder} className="flex min-w-0 items-center gap-2">
              <span className="min-w-0 flex-1">
                <CodeText text={folder} />
              </span>
              <Select
                label={`Repositories in ${folder}`}
                isLabelHidden
                options={rules}
                value={rule}
                onChange={(next) => void set([...others(folder), { folder, rule: next }])}
              />
              <IconButton
                icon={X}
                size="sm"
                label={`Forget the rule for ${folder}`}
                onClick={() => void set(others(folder))}
              />
            </li>
          ))}
        </ul>
      )}
      <NewFolder
        known={folders}
        onAdd={async (folder) => set([...others(folder), { folder, rule: 'trust' }])}
      />
    </div>
  );
}

function NewFolder({
  known,
  onAdd,
}: {
  readonly known: readonly TrustFolder[];
  readonly onAdd: (folder: string) => Promise<boolean>;
}): JSX.Element {
  const [folder, setFolder] = useState('');
  const [isTried, setTried] = useState(false);
  const problem = folderProblem(folder, known);
  const add = (event: FormEvent): void => {
    event.preventDefault();
    setTried(true);
    if (problem !== null) return;
    void onAdd(folder.trim()).then((isDone) => {
      if (!isDone) return;
      setFolder('');
      setTried(false);
    });
  };
  return (
    <form onSubmit={add} className="flex items-start gap-2">
      <div className="min-w-0 flex-1">
        <TextField
          label="Trust every repository in"
          isCode
          placeholder="/path/to/my/work"
          value={folder}
          onChange={setFolder}
          error={isTried ? problem : null}
        />
      </div>
      <span className="pt-5">
        <Button type="submit">Add the folder</Button>
      </span>
    </form>
  );
}
