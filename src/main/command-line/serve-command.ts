import { join, resolve } from 'node:path';
import type { Command } from 'commander';
import { failure } from '#shared/lib/failure.ts';
import { runCommand } from './command-context.ts';
import type { CommandContext, CommonOptions } from './command-context.ts';
import { exitCodes } from './terminal-output.ts';
import type { ExitCode, Printer } from './terminal-output.ts';

interface ServeCommandOptions extends CommonOptions {
  readonly port?: string;
  readonly open?: boolean;
  readonly welcome?: boolean;
}

/** `serve`: the app in a browser on this machine. */
export function registerServeCommand(
  program: Command,
  context: CommandContext,
  version: string,
): void {
  program
    .command('serve [folder]')
    .description('show the app in a browser on this machine, behind a one-time address')
    .option('--port <n>', 'port on 127.0.0.1 (default: 4817, or a free one)')
    .option('--open', 'open the browser')
    .option('--welcome', 'begin at Welcome, whatever folder this is')
    .option('--json', 'print JSON')
    .action((folder: string | undefined, options: ServeCommandOptions) =>
      runCommand(context, options, (printer) =>
        serveFolder(context, printer, folder, options, version),
      ),
    );
}

async function serveFolder(
  { cwd, surroundings, onEnter }: CommandContext,
  printer: Printer,
  folder: string | undefined,
  options: ServeCommandOptions,
  version: string,
): Promise<ExitCode> {
  const port = options.port === undefined ? null : Number(options.port);
  if (port !== null && (!Number.isInteger(port) || port < 0 || port > 65_535)) {
    return printer.fail([
      failure('bad-option', `${options.port} is no port.`, 'Use --port 1024 to 65535.'),
    ]);
  }
  // Loaded only now: other commands need no server, and start without one in half the time.
  const { describeServeEvent, serve } = await import('#main/serve/serve.ts');
  const ended = await serve({
    surroundings,
    version,
    folder: options.welcome === true ? null : resolve(cwd, folder ?? '.'),
    mustOpen: folder !== undefined,
    // The build puts the page beside the program, and what is shipped with it beside that.
    pageFolder: join(surroundings.resourcesFolder, '../out/renderer'),
    port,
    opensBrowser: options.open ?? false,
    onRenew: onEnter ?? null,
    notify(event) {
      if (event.kind === 'ready') {
        const { url, workspace } = event;
        printer.address({ url, workspace }, (shown) => describeServeEvent({ ...event, ...shown }));
      } else {
        printer.addressNote(describeServeEvent(event));
      }
    },
  });
  if (!ended.ok) return printer.fail([ended.error]);
  return ended.value.cancelled ? exitCodes.cancelled : exitCodes.done;
}
