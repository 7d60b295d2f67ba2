import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { normalPath, withNormalPaths } from './repository-path.ts';

describe('normalPath', () => {
  it.each([
    ['src/a.ts', 'src/a.ts'],
    ['./src/a.ts', 'src/a.ts'],
    ['././a.ts', 'a.ts'],
    ['src//a.ts', 'src/a.ts'],
    ['src/./a.ts', 'src/a.ts'],
    ['src/x/../a.ts', 'src/a.ts'],
    ['x/../a.ts', 'a.ts'],
    ['src\\a.ts', 'src/a.ts'],
    ['.\\src\\lib\\', 'src/lib/'],
    ['tests/', 'tests/'],
    ['tests//', 'tests/'],
    ['tests/.', 'tests/'],
    ['tests/x/..', 'tests/'],
    ['.', './'],
    ['./', './'],
    ['x/..', './'],
    ['.github/workflows/ci.yml', '.github/workflows/ci.yml'],
    ['.gitignore', '.gitignore'],
    ['a b/ü"\n.ts', 'a b/ü"\n.ts'],
    ['..a/b..', '..a/b..'],
    ['src/**/*.test.ts', 'src/**/*.test.ts'],
  ])('writes %j as git does: %j', (text, path) => {
    expect(normalPath(text)).toEqual({ ok: true, value: path });
  });

  it.each([
    ['', 'is empty'],
    ['  ', 'is empty'],
    ['..', 'leads out'],
    ['../a.ts', 'leads out'],
    ['a/../../b', 'leads out'],
    ['a\\..\\..\\b', 'leads out'],
    ['/etc/passwd', 'absolute'],
    ['\\\\host\\share', 'absolute'],
    ['C:\\a.ts', 'absolute'],
    ['C:a.ts', 'absolute'],
    ['.git/config', "git's own folder"],
    ['./.GIT/hooks/', "git's own folder"],
    ['a\0b', 'NUL'],
  ])('refuses %j: it %s', (text, why) => {
    const path = normalPath(text);
    expect(path.ok ? path.value : path.error).toContain(why);
    expect(path.ok).toBe(false);
  });

  it('leaves what it wrote as it is, and never lets anything out', () => {
    const part = fc.constantFrom('.', '..', '', 'a', 'b.ts', '.git', 'C:', ' ', '\\', '/');
    fc.assert(
      fc.property(fc.array(part, { maxLength: 8 }), (parts) => {
        const once = normalPath(parts.join('/'));
        if (!once.ok) return;
        expect(normalPath(once.value)).toEqual(once);
        expect(once.value).not.toMatch(/(?:^|\/)\.\.(?:\/|$)|^\/|\\/);
      }),
    );
  });
});

describe('withNormalPaths', () => {
  it('writes the paths of both fields, each once, and leaves the others alone', () => {
    const fields = { title: './T', filesToModify: ['./a', 'a'], testFiles: ['t//'] };
    expect(withNormalPaths(fields)).toEqual({
      ok: true,
      value: { title: './T', filesToModify: ['a'], testFiles: ['t/'] },
    });
    expect(withNormalPaths({})).toEqual({ ok: true, value: {} });
  });

  it('names the path that leads out', () => {
    const refused = withNormalPaths({ testFiles: ['a', '../b'] });
    expect(refused).toMatchObject({ ok: false, error: { code: 'path-outside' } });
    expect(refused.ok ? '' : refused.error.message).toContain('"../b"');
  });
});
