import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { findKeeper } from '#main/system/keeper.ts';
import type { Keeper } from '#main/system/keeper.ts';
import { createNodePtyHost } from '#main/terminal/node-pty-host.ts';
import type { NodePtyHostOptions } from '#main/terminal/node-pty-host.ts';
import type { PtyHost, PtyRequest, PtySession } from '#main/terminal/pty-host.ts';

/** Draws a full-screen program's picture over and over, with colours and wide characters. */
export const painter = `
  printf '\\033[?1049h\\033[?25l'
  for i in $(seq 1 400); do
    printf '\\033[%d;%dH\\033[38;5;%dm日本 %d é\\033[0m' $((i % 20 + 1)) $((i * 7 % 60 + 1)) $((i % 255)) $i
    if [ $((i % 50)) = 0 ]; then printf '\\033[2J'; sleep 0.02; fi
  done
  printf '\\033[?1049l\\033[?25hdone\\r\\n'`;

const resourcesFolder = join(import.meta.dirname, '../../resources');

/** The keeper as the app finds it. */
export function keeper(): Keeper | null {
  return findKeeper(resourcesFolder);
}

/** A terminal host with a folder of its own; both are gone when the test ends. */
export interface TerminalBench {
  readonly host: PtyHost;
  readonly folder: string;
  /** A request for a program that leaves the rest to defaults. */
  request(program: string, args?: readonly string[], more?: Partial<PtyRequest>): PtyRequest;
  /** Starts a program; its refusal fails the test. */
  start(program: string, args?: readonly string[], more?: Partial<PtyRequest>): PtySession;
  /** Starts a shell script. */
  script(text: string, more?: Partial<PtyRequest>): PtySession;
  /** What the transcript of the last session holds. */
  transcript(): Buffer;
}

export function terminalBench(options: NodePtyHostOptions = {}): TerminalBench {
  const folder = mkdtempSync(join(tmpdir(), 'switchyard-terminal-'));
  const host = createNodePtyHost({ disposeGraceMs: 100, keeper, ...options });
  let sessions = 0;
  let transcriptFile = '';
  onTestFinished(async () => {
    await host.dispose();
    rmSync(folder, { recursive: true, force: true });
  });
  const bench: TerminalBench = {
    host,
    folder,
    request(program, args = [], more = {}) {
      sessions += 1;
      return {
        program,
        arguments: args,
        cwd: folder,
        environment: { PATH: process.env['PATH'] ?? '', LC_ALL: 'C.UTF-8' },
        columns: 80,
        rows: 24,
        transcriptFile: join(folder, 'transcripts', `${sessions}.log`),
        ...more,
      };
    },
    start(program, args, more) {
      const request = bench.request(program, args, more);
      transcriptFile = request.transcriptFile;
      const session = host.spawn(request);
      if (!session.ok) throw new Error(session.error.message);
      return session.value;
    },
    script: (text, more) => bench.start('/bin/sh', ['-c', text], more),
    transcript: () => readFileSync(transcriptFile),
  };
  return bench;
}

/** Collects what a viewer sees. */
export function watch(session: PtySession) {
  const pieces: Uint8Array[] = [];
  let bytes = 0;
  const viewer = session.attachViewer((piece) => {
    pieces.push(piece);
    bytes += piece.length;
  });
  return {
    viewer,
    get bytes() {
      return bytes;
    },
    output: () => Buffer.concat(pieces),
    text: () => Buffer.concat(pieces).toString(),
  };
}
