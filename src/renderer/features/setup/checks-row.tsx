import { useState } from 'react';
import type { JSX } from 'react';
import type { Setup } from '#shared/contract/setup.ts';
import { isComposing } from '#renderer/lib/is-composing.ts';
import { Button } from '#renderer/ui/buttons/button.tsx';
import { TextField } from '#renderer/ui/fields/text-field.tsx';
import { CodeText } from '#renderer/ui/text/code-text.tsx';
import { SetupRow } from './setup-row.tsx';
import type { SetupCheck } from './use-setup.ts';

/** What must pass before work is merged; the test command is changed right here. */
export function ChecksRow({
  setup: { checks },
  check,
}: {
  readonly setup: Setup;
  readonly check: SetupCheck;
}): JSX.Element {
  const { build, test, problem, found } = checks;
  const [typed, setTyped] = useState<string | null>(null);
  const value = typed ?? test;
  const isChanged = value.trim() !== test;
  const save = async (command: string): Promise<void> => {
    const path = ['commands', 'test'];
    const words = command === '' ? 'No command checks the work.' : `${command} checks the work.`;
    if (await check.change({ path, value: command }, words)) setTyped(null);
  };
  return (
    <SetupRow state={problem === null ? 'ready' : 'wrong'} label="Checks">
      <div className="flex items-start gap-2">
        <div className="min-w-0 flex-1">
          <TextField
            label="Test command"
            isLabelHidden
            isCode
            placeholder="The command that tests this project"
            value={value}
            error={problem === null ? null : `${problem.message} ${problem.action}`}
            onChange={setTyped}
            onKeyDown={(event) => {
              if (event.key === 'Enter' && !isComposing(event) && isChanged) {
                void save(value.trim());
              }
            }}
          />
        </div>
        {isChanged && (
          <Button variant="primary" onClick={() => void save(value.trim())}>
            Save
          </Button>
        )}
        {!isChanged && found !== null && found !== test && (
          <Button onClick={() => void save(found)}>
            Use <CodeText text={found} />
          </Button>
        )}
      </div>
      {build !== '' && (
        <p className="text-12 text-muted">
          After <CodeText text={build} />
        </p>
      )}
    </SetupRow>
  );
}
