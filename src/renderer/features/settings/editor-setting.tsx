import { useState } from 'react';
import type { JSX } from 'react';
import { FailureNote } from '#renderer/ui/signs/failure-note.tsx';
import { Skeleton } from '#renderer/ui/signs/skeleton.tsx';
import { TextField } from '#renderer/ui/fields/text-field.tsx';
import { usePreferences } from './preferences.ts';

/** The editor that "Open in the editor" starts. */
export function EditorSetting(): JSX.Element {
  const { query, change } = usePreferences();
  const [typed, setTyped] = useState<string | null>(null);
  if (query.kind === 'loading') return <Skeleton lines={2} />;
  if (query.kind === 'failed') return <FailureNote failure={query.failure} />;
  const save = (): void => {
    const editor = (typed ?? query.value.editor).trim();
    if (editor !== query.value.editor) change(() => ({ editor }));
  };
  return (
    <TextField
      label="Command that opens a folder"
      description="A program and its arguments; the folder comes last. Empty: $VISUAL where that has a window, else the first of the usual editors that is found, such as code."
      isCode
      placeholder="code"
      value={typed ?? query.value.editor}
      onChange={setTyped}
      onBlur={save}
      onKeyDown={(event) => {
        if (event.key === 'Enter') save();
      }}
    />
  );
}
