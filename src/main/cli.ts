#!/usr/bin/env node
import { fileURLToPath } from 'node:url';

/** Oldest Node whose built-in SQLite this program can use. */
const neededNode = 24;

const [major = 0] = process.versions.node.split('.').map(Number);
if (major < neededNode) {
  process.stderr.write(
    `Switchyard needs Node ${neededNode} or newer; this is ${process.versions.node}.\n` +
      '  Run it through npm (`npm run switchyard -- …`), which brings its own, or update Node.\n',
  );
  process.exitCode = 2;
} else {
  try {
    await start();
  } catch (error) {
    // Such as a program whose files are gone, or a process that may open no more of them.
    const words = error instanceof Error ? error.message.split('\n')[0] : String(error);
    process.stderr.write(
      `Switchyard could not start: ${words}\n  Install it again, or look at the limits of this process (ulimit -a).\n`,
    );
    process.exitCode = 2;
  }
}

async function start(): Promise<void> {
  // What Node has compiled is kept beside the program: whoever could write there could change the program itself.
  const { enableCompileCache } = await import('node:module');
  enableCompileCache(fileURLToPath(new URL('../../out/main/compiled', import.meta.url)));
  // Loaded only now: an older Node cannot even link what it imports.
  const { hostCommandLine } = await import('#main/command-line-host.ts');
  // Built to out/main/cli.js, and started from src/main/cli.ts by tests: two folders down in both.
  const resourcesFolder = fileURLToPath(new URL('../../resources', import.meta.url));
  await hostCommandLine(resourcesFolder);
}
