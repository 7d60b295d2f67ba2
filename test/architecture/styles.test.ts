import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const renderer = fileURLToPath(new URL('../../src/renderer', import.meta.url));
const styles = join(renderer, 'ui/theme/styles.css');

describe('the page’s styles', () => {
  it('are made for all of the page: what names a class elsewhere would get none, without a word', () => {
    const [, source = ''] = /^@source '([^']+)';$/m.exec(readFileSync(styles, 'utf8')) ?? [];
    expect(join(dirname(styles), source)).toBe(renderer);
  });
});
