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

describe('the program', () => {
  it('speaks to no other machine: only the page’s host listens, and so does the doctor while it plays', () => {
    const network = /from ['"](?:node:)?(?:https?|http2|net|tls|dgram|dns)(?:\/promises)?['"]/;
    expect(filesWith(network, /^src\/(?:main|shared)\//)).toEqual([
      'src/main/engine/cheats/answer-server.ts',
      'src/main/serve/page-sockets.ts',
      'src/main/serve/security-headers.ts',
      'src/main/serve/web-server.ts',
      'src/main/system/keeper.ts',
      'src/main/system/starting/small-starter.ts',
      'src/main/system/starting/start-here.ts',
    ]);
    const asks = /\bfetch\(|\b(?:https?|net|tls|dgram)\.(?:request|get|connect|createConnection)\(/;
    // A cheat that is played asks the answer server of the doctor, on this machine.
    expect(filesWith(asks, /^src\/(?:main|shared)\//)).toEqual([
      'src/main/cheats/catalogue/looking-cheats.ts',
    ]);
  });
});
