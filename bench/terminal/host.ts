/**
 * The process that hosts the terminals of the bench: the product's server, channel and terminals, with
 * programs that the bench names in place of agents.
 */
import { homedir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { systemClock } from '#shared/lib/clock.ts';
import { failure } from '#shared/lib/failure.ts';
import { randomIdSource } from '#shared/lib/ids.ts';
import { silentLogger } from '#shared/lib/logger.ts';
import { err, ok } from '#shared/lib/result.ts';
import { silentTracer } from '#shared/lib/tracer.ts';
import { createHost } from '#main/engine/host/host.ts';
import { createConnector } from '#main/ipc/connect.ts';
import { freshPrivateKey, signerOf } from '#main/serve/node-crypto.ts';
import { SessionBook } from '#main/serve/session-book.ts';
import { startWebServer } from '#main/serve/web-server.ts';
import { createNodePtyHost } from '#main/terminal/node-pty-host.ts';
import type { PtySession } from '#main/terminal/pty-host.ts';
import { createScreenRestorer } from '#main/terminal/screen-restorer.ts';
import { defaultScreenSize } from '#main/terminal/screen-size.ts';
import { Terminals } from '#main/terminal/terminal-gate.ts';
import type { HostCommand, HostEvent } from './messages.ts';
import type { Program } from './programs.ts';

const sessions = new Map<string, PtySession>();
const ptyHost = createNodePtyHost();
const restorer = createScreenRestorer();
let ownFolder = '';

function report(event: HostEvent): void {
  process.send?.(event);
}

async function serve(pageFolder: string, folder: string): Promise<void> {
  ownFolder = folder;
  const host = await createHost(
    {
      environment: { ...process.env, SWITCHYARD_HOME: join(folder, 'data') },
      platform: process.platform,
      home: homedir(),
      resourcesFolder: join(import.meta.dirname, '../../resources'),
      clock: systemClock,
      ids: randomIdSource(),
      logger: silentLogger,
      tracer: silentTracer,
    },
    { kind: 'serve', version: '0.0.0-bench', startFolder: null, pickFolder: null },
  );
  const terminals = new Terminals(restorer);
  const started = await startWebServer({
    connector: createConnector(host),
    terminals: {
      open: ({ attemptId }, channel) => terminals.open(async () => find(attemptId), channel),
    },
    pageFolder,
    identity: signerOf(freshPrivateKey()),
    book: new SessionBook(join(folder, 'data/serve/sessions'), systemClock),
    port: 0,
    logger: silentLogger,
  });
  if (!started.ok) throw new Error(started.error.message);
  report({ kind: 'serving', url: started.value.url });
}

function find(attemptId: string) {
  const session = sessions.get(attemptId);
  if (session === undefined)
    return err(failure('unknown-attempt', 'No such program.', 'Start it.'));
  return ok({
    transcriptFile: session.transcriptFile,
    session,
    isExpected: true,
    exitCode: null,
  });
}

function start(attemptId: string, program: Program): void {
  const started = ptyHost.spawn({
    program: '/bin/sh',
    arguments: ['-c', 'read go; exec "$@"', 'sh', program.program, ...program.arguments],
    ...defaultScreenSize,
    cwd: ownFolder,
    environment: { PATH: process.env['PATH'] ?? '', LC_ALL: 'C.UTF-8', TERM: 'xterm-256color' },
    transcriptFile: join(ownFolder, 'transcripts', `${attemptId}.log`),
  });
  if (!started.ok) throw new Error(started.error.message);
  const session = started.value;
  sessions.set(attemptId, session);
  void session.exited.then(() => {
    report({ kind: 'exited', attemptId, bytes: session.bytesWritten });
  });
}

async function end(): Promise<void> {
  await ptyHost.dispose();
  await restorer.dispose();
  process.exit(0);
}

process.on('message', (command: HostCommand) => {
  if (command.kind === 'serve') void serve(command.pageFolder, command.folder);
  else if (command.kind === 'start') start(command.attemptId, command.program);
  else if (command.kind === 'go') {
    for (const attemptId of command.attemptIds) sessions.get(attemptId)?.write('\r');
  } else void end();
});
