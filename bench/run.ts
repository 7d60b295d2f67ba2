/**
 * `npm run bench -- NAME [args]` measures with what `bench/NAME.ts` exports as `bench` and
 * prints the figures, on the last line of stdout as JSON. Without a known name it lists the benches and exits with 2.
 */
import { readdir } from 'node:fs/promises';
import { basename } from 'node:path';
import process from 'node:process';
import { isBench } from './lib/bench.ts';
import type { Bench } from './lib/bench.ts';

async function loadBenches(): Promise<ReadonlyMap<string, Bench>> {
  const files = (await readdir(import.meta.dirname)).filter((file) => file.endsWith('.ts')).sort();
  const benches = new Map<string, Bench>();
  for (const file of files) {
    if (file === basename(import.meta.filename)) continue;
    const exported: { readonly bench?: unknown } = await import(`./${file}`);
    if (!isBench(exported.bench)) throw new Error(`bench/${file} exports no bench`);
    benches.set(basename(file, '.ts'), exported.bench);
  }
  return benches;
}

const [name = '', ...args] = process.argv.slice(2);
const benches = await loadBenches();
const chosen = benches.get(name);
if (chosen === undefined) {
  if (name !== '') console.error(`There is no bench called ${JSON.stringify(name)}.`);
  console.error('npm run bench -- NAME [args]');
  for (const [known, { help }] of benches) console.error(`  ${known.padEnd(12)} ${help}`);
  process.exitCode = 2;
} else {
  const figures = await chosen.run(args);
  for (const [figure, value] of Object.entries(figures)) {
    console.log(`${figure.padEnd(24)} ${String(value)}`);
  }
  console.log(JSON.stringify({ bench: name, ...figures }));
}
