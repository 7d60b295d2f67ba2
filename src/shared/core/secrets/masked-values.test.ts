import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mapStrings } from '#shared/lib/map-strings.ts';
import { withoutMasks } from './masked-values.ts';

describe('withoutMasks', () => {
  it('takes what was masked from the same place, and nothing else', () => {
    const stored = {
      commands: { test: 'check [masked]', lint: 'lint' },
      list: ['a', '[masked]', '[masked]'],
      gone: '[masked]',
      count: 1,
      none: null,
    };
    const now = {
      commands: { test: 'check key', lint: 'another' },
      list: ['b', 'c'],
      count: 2,
      none: 'x',
    };
    expect(withoutMasks(stored, now)).toEqual({
      commands: { test: 'check key', lint: 'lint' },
      list: ['a', 'c', '[masked]'],
      gone: '[masked]',
      count: 1,
      none: null,
    });
  });

  it('gives back what it was, where nothing has changed since', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const plain: unknown = JSON.parse(JSON.stringify(value));
        const masked = mapStrings(plain, (text) => `${text} [masked]`);
        expect(withoutMasks(masked, plain)).toEqual(plain);
      }),
    );
  });
});
