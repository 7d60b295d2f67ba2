import { describe, expect, it } from 'vitest';
import { changedLines } from './changed-lines.ts';

describe('changedLines', () => {
  it('names settings in full, and what went before what came', () => {
    const before = '[user]\n\tname = Ada\n[remote "origin"]\n\turl = a\n';
    const after =
      '[user]\n\tname = Agent\n[remote "origin"]\n\turl = a\n; a word\n[core] editor = x\n';
    expect(changedLines('config', before, after)).toEqual([
      { kind: 'removed', text: 'user.name = Ada' },
      { kind: 'added', text: 'user.name = Agent' },
      { kind: 'added', text: 'core.editor = x' },
    ]);
  });

  it('shows all lines of a file that is new or gone, and no more than fit', () => {
    expect(changedLines('hook', null, '#!/bin/sh\nexit 1\n')).toEqual([
      { kind: 'added', text: '#!/bin/sh' },
      { kind: 'added', text: 'exit 1' },
    ]);
    const long = Array.from({ length: 1000 }, (_, index) => `line ${index}`).join('\n');
    expect(changedLines('info', long, null)).toHaveLength(40);
  });

  it('counts lines that are there twice', () => {
    expect(changedLines('info', 'a\na\n', 'a\n')).toEqual([{ kind: 'removed', text: 'a' }]);
  });
});
