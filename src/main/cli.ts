#!/usr/bin/env node
import { homedir } from 'node:os';
import { fileURLToPath } from 'node:url';
import { systemClock } from '#shared/lib/clock.ts';
import { randomIdSource } from '#shared/lib/ids.ts';
import { silentTracer } from '#shared/lib/tracer.ts';
import { runCommandLine } from '#main/command-line/program.ts';
import { createStderrLogger } from '#main/command-line/stderr-logger.ts';
import packageJson from '#package.json' with { type: 'json' };

process.exitCode = await runCommandLine(process.argv.slice(2), packageJson.version, {
  cwd: process.cwd(),
  output: {
    stdout: process.stdout,
    stderr: process.stderr,
    isTerminal: process.stdout.isTTY && process.env['TERM'] !== 'dumb',
  },
  surroundings: {
    environment: process.env,
    platform: process.platform,
    home: homedir(),
    // Built to out/main/cli.js, and started from src/main/cli.ts by tests: two folders down in both.
    resourcesFolder: fileURLToPath(new URL('../../resources', import.meta.url)),
    clock: systemClock,
    ids: randomIdSource(),
    logger: createStderrLogger(process.stderr),
    tracer: silentTracer,
  },
});
