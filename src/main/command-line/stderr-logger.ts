import { SecretKeeper } from '#shared/core/secrets/secret-keeper.ts';
import { shownJson, shownLine } from '#shared/core/text/shown-text.ts';
import type { Logger } from '#shared/lib/logger.ts';
import { mapStrings } from '#shared/lib/map-strings.ts';

/** Where in this program something went wrong says nothing to a person: only for those who look for it. */
function withoutPlace(text: string): string {
  const begin = text.indexOf('\n    at ');
  return begin === -1 ? text : text.slice(0, begin);
}

/** Warnings and errors on standard error, one line each; the rest only when SWITCHYARD_DEBUG is set. */
export function createStderrLogger(
  stream: NodeJS.WritableStream,
  verbose: boolean = process.env['SWITCHYARD_DEBUG'] !== undefined,
): Logger {
  const secrets = new SecretKeeper();
  secrets.learnEnvironment(process.env);
  const write =
    (level: string) =>
    (message: string, fields?: Readonly<Record<string, unknown>>): void => {
      const shown = verbose ? fields : mapStrings(fields, withoutPlace);
      const details =
        shown === undefined ? '' : ` ${shownJson(JSON.stringify(secrets.maskAll(shown)))}`;
      stream.write(`${level} ${secrets.mask(shownLine(message))}${details}\n`);
    };
  const quiet = (): void => {};
  return {
    debug: verbose ? write('debug') : quiet,
    info: verbose ? write('info') : quiet,
    warn: write('!'),
    error: write('✖'),
  };
}
