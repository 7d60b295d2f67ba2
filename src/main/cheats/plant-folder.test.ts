import { describe, expect, it } from 'vitest';
import { plantFolder } from './plant-folder.ts';

describe('the folder of a plant', () => {
  it('is the one with most tests', () => {
    const files = ['src/a.test.ts', 'test/b.test.ts', 'test/c.test.ts', 'test/d.ts'];
    expect(plantFolder('vitest', files)).toBe('test');
    expect(plantFolder('pytest', ['tests/test_a.py', 'lib/x.py', 'lib/test.py'])).toBe('tests');
  });

  it('is the root where there is no test, or none that the kind looks for', () => {
    expect(plantFolder('node', ['src/a.ts'])).toBe('');
    expect(plantFolder('shell', ['test/a.test.js'])).toBe('');
    expect(plantFolder('jest', ['a.test.js', 'b/x.py'])).toBe('');
  });
});
