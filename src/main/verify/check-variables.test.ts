import { describe, expect, it } from 'vitest';
import { checkVariables } from './check-variables.ts';

const places = { folder: '/data/rooms/r1', root: '/home/me/shelf', own: ['/data'] };

describe('the variables of a check', () => {
  it('lead into the tree that is checked where those of the person lead into the checkout', () => {
    const base = {
      PYTHONPATH: '/home/me/shelf/src:/opt/lib:extra:/home/me/shelf',
      NODE_PATH: '/x',
    };
    expect(checkVariables(base, places, {})).toMatchObject({
      PYTHONPATH: '/data/rooms/r1/src:/opt/lib:extra:/data/rooms/r1',
      NODE_PATH: '/x',
    });
  });

  it('look for no program in the checkout', () => {
    const base = { PATH: '/home/me/shelf/bin:/usr/bin:.' };
    expect(checkVariables(base, places, {})['PATH']).toBe('/usr/bin');
  });
});
