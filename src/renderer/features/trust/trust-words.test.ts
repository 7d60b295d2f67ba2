import { describe, expect, it } from 'vitest';
import type { ComparedPart } from '#shared/contract/trust.ts';
import {
  askingSentence,
  changeWord,
  countSentence,
  groupParts,
  kindTitles,
  stateSentence,
} from './trust-words.ts';

function part(over: Partial<ComparedPart>): ComparedPart {
  return {
    kind: 'config',
    name: 'commands.test',
    place: null,
    hash: 'h',
    text: 'npm test',
    isCut: false,
    change: 'same',
    lines: [],
    ...over,
  };
}

describe('the words of trust', () => {
  it('ask only where nobody has agreed', () => {
    expect(askingSentence('trusted')).toBeNull();
    expect(askingSentence('new')).toContain('until you agree');
    expect(askingSentence('changed')).toContain('has changed since you agreed');
  });

  it('name the folder that is the reason', () => {
    expect(stateSentence({ state: 'trusted', trustedFolder: '/my/own' })).toContain('/my/own');
    expect(stateSentence({ state: 'trusted', trustedFolder: null })).toContain('You have agreed');
    expect(stateSentence({ state: 'new', trustedFolder: null })).toBe(askingSentence('new'));
  });

  it('group the parts by kind and leave empty kinds out', () => {
    const groups = groupParts([
      part({ kind: 'task', name: 'a' }),
      part({ kind: 'config', name: 'x' }),
      part({ kind: 'task', name: 'b' }),
    ]);
    expect(groups.map(({ title }) => title)).toEqual([kindTitles.config, kindTitles.task]);
    expect(groups[1]?.parts.map(({ name }) => name)).toEqual(['a', 'b']);
  });

  it('count what is there, and what of it is news', () => {
    expect(countSentence({ state: 'new', parts: [] })).toContain('no program of their own');
    expect(countSentence({ state: 'new', parts: [part({ change: 'added' })] })).toMatch(
      /^1 thing /,
    );
    const parts = [part({}), part({ change: 'added' }), part({ change: 'removed' })];
    expect(countSentence({ state: 'changed', parts })).toBe(
      '2 things in this repository can start a program, or tell an agent what to do. One of them is new or changed since you agreed.',
    );
  });

  it('mark what differs, but not each part when all of them are new', () => {
    expect(changeWord({ change: 'added' }, 'new')).toBeNull();
    expect(changeWord({ change: 'added' }, 'changed')).toBe('New');
    expect(changeWord({ change: 'changed' }, 'changed')).toBe('Changed');
    expect(changeWord({ change: 'removed' }, 'changed')).toBe('Gone');
    expect(changeWord({ change: 'same' }, 'changed')).toBeNull();
  });
});
