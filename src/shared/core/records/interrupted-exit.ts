import type { AgentExit } from './attempt-machine.ts';

/** The exit of an agent that was cut off: no report, no numbers, its work stands as it is. */
export function interruptedExit(problem: string): AgentExit {
  return {
    exitCode: null,
    report: {
      status: 'unknown',
      origin: 'none',
      tokens: null,
      modified: [],
      created: [],
      errorType: null,
      message: '',
      summary: null,
      criteriaMet: null,
      blockerDiscovered: false,
    },
    usage: { tokens: null, tokenSource: 'none', costUsd: null },
    interrupted: true,
    rateLimitedUntil: null,
    refusedLogin: false,
    cannotStart: false,
    problem,
  };
}
