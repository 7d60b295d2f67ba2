import { fork } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { HostCommand, HostEvent } from './messages.ts';
import type { Program } from './programs.ts';

/** The process that hosts the terminals, as the bench sees it. */
export interface BenchHost {
  /** Address of the page, with its one-time token. */
  readonly url: string;
  readonly processId: number;
  start(attemptId: string, program: Program): void;
  go(attemptIds: readonly string[]): void;
  /**
   * Resolves when these programs have ended and all their output was read, with the bytes of it; to be
   * asked before.
   */
  exited(attemptIds: readonly string[]): Promise<number>;
  end(): Promise<void>;
}

/** Starts a host that serves `pageFolder` and keeps its files in `folder`. */
export async function startBenchHost(pageFolder: string, folder: string): Promise<BenchHost> {
  const child = fork(join(import.meta.dirname, 'host.ts'), { stdio: 'inherit' });
  const send = (command: HostCommand): void => void child.send(command);
  send({ kind: 'serve', pageFolder, folder });
  const url = await new Promise<string>((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`The host ended with ${code}.`)));
    child.on('message', (event: HostEvent) => {
      if (event.kind === 'serving') resolve(event.url);
    });
  });
  return {
    url,
    processId: child.pid ?? 0,
    start: (attemptId, program) => send({ kind: 'start', attemptId, program }),
    go: (attemptIds) => send({ kind: 'go', attemptIds }),
    exited: async (attemptIds) => {
      const running = new Set(attemptIds);
      let bytes = 0;
      return new Promise<number>((resolve) => {
        const hear = (event: HostEvent): void => {
          if (event.kind === 'exited' && running.delete(event.attemptId)) bytes += event.bytes;
          if (running.size > 0) return;
          child.off('message', hear);
          resolve(bytes);
        };
        child.on('message', hear);
      });
    },
    end: async () => {
      if (child.exitCode !== null) return;
      const exit = once(child, 'exit');
      send({ kind: 'end' });
      await exit;
    },
  };
}

/** Memory that a process has in use now, in megabytes; 0 when it is gone. */
export async function memoryOf(processId: number): Promise<number> {
  const status = await readFile(`/proc/${processId}/status`, 'utf8').catch(() => '');
  return Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1] ?? 0) / 1_024;
}

/** Samples a figure until it is stopped, and keeps the largest. */
export function watchPeak(sample: () => Promise<number>): { stop(): number } {
  let peak = 0;
  const timer = setInterval(() => {
    void sample().then((value) => (peak = Math.max(peak, value)));
  }, 100);
  return {
    stop: () => {
      clearInterval(timer);
      return peak;
    },
  };
}
