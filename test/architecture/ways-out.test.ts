import { describe, expect, it } from 'vitest';
import { codeOf, productFiles } from './source-files.ts';

function filesWith(pattern: RegExp, where: RegExp): readonly string[] {
  return productFiles.filter((file) => where.test(file) && pattern.test(codeOf(file)));
}

describe('what the command line prints', () => {
  it('goes through its printer or its logger, which let no control character pass', () => {
    expect(filesWith(/\bstd(?:out|err)\b|\.write\(/, /^src\/main\/command-line\//)).toEqual([
      'src/main/command-line/stderr-logger.ts',
      'src/main/command-line/terminal-output.ts',
    ]);
  });

  it('is written to no stream of the process by anybody else', () => {
    // The entry refuses an old Node before anything else can be loaded, in words of its own.
    const entries = ['src/main/cli.ts', 'src/main/command-line-host.ts'];
    expect(
      filesWith(/process\s*(?:\.|\[['"])\s*std(?:out|err)|\bconsole\./, /^src\/main\//),
    ).toEqual(entries);
    expect(filesWith(/['"]log-update['"]/, /^src\//)).toEqual([
      'src/main/command-line/terminal-output.ts',
    ]);
  });
});
