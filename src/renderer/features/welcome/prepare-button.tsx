import { GitCommitHorizontal } from 'lucide-react';
import { useState } from 'react';
import type { JSX } from 'react';
import type { WireFailure } from '#shared/contract/wire-result.ts';
import { useHost } from '#renderer/bridge/host-context.tsx';
import { Button } from '#renderer/ui/buttons/button.tsx';

/** What can be done about a folder that cannot be opened, in words that say all of it. */
const remedies: Readonly<Record<string, string>> = {
  'unborn-repository': 'Make the first commit, of all its files',
  'not-a-repository': 'Make it a repository, and commit all its files',
};

/** Whether a folder that was refused can be made one that is not. */
export function canPrepare({ code, action }: WireFailure): boolean {
  // What is not there, or is a file, is no repository either.
  return Object.hasOwn(remedies, code) && !action.startsWith('Open a folder');
}

/** Does what the refusal advises, once it is pressed; then the folder is opened. */
export function PrepareButton({
  failure,
  folder,
  onDone,
}: {
  readonly failure: WireFailure;
  readonly folder: string;
  readonly onDone: (refused: WireFailure | null) => void;
}): JSX.Element {
  const host = useHost();
  const [isBusy, setBusy] = useState(false);
  const prepare = async (): Promise<void> => {
    setBusy(true);
    const made = await host.call((client) => client.host.prepareFolder({ folder }));
    setBusy(false);
    onDone(made.ok ? null : made.error);
  };
  return (
    <Button size="sm" icon={GitCommitHorizontal} isLoading={isBusy} onClick={() => void prepare()}>
      {remedies[failure.code]}
    </Button>
  );
}
