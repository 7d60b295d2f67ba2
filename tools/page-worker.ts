import { createHash } from 'node:crypto';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join, sep } from 'node:path';
import type { Plugin } from 'vite';
import type { BuiltPage } from '../src/service-worker/built-page.ts';

/** Name of the worker's file, at the root: a worker is responsible for what lies beside and below it. */
export const workerFile = 'service-worker.js';

/** Writes into the worker which files the page is made of, once all of them are written. */
export function pageWorker(): Plugin {
  return {
    name: 'switchyard-page-worker',
    apply: 'build',
    async writeBundle({ dir }, bundle) {
      const worker = bundle[workerFile];
      if (dir === undefined || worker?.type !== 'chunk') {
        throw new Error(`The build of the page has no ${workerFile}.`);
      }
      if (worker.imports.length + worker.dynamicImports.length + worker.exports.length > 0) {
        throw new Error(`${workerFile} has to be one script, but it imports or exports.`);
      }
      const page = await describePage(dir, worker.code);
      const text = `const builtPage=${JSON.stringify(page)};\n${worker.code}`;
      await writeFile(join(dir, workerFile), text);
    },
  };
}

/** All files of a built page but its worker, sorted by address; `workerCode` counts for the build too. */
export async function describePage(folder: string, workerCode: string): Promise<BuiltPage> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const names = entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .filter((name) => name !== workerFile)
    .sort();
  const files: Record<string, string> = {};
  for (const name of names) {
    const path = name === 'index.html' ? '/' : `/${name.split(sep).join('/')}`;
    files[path] = `sha256-${hash(await readFile(join(folder, name))).digest('base64')}`;
  }
  const build = hash(JSON.stringify(files)).update(workerCode).digest('hex').slice(0, 16);
  return { build, files };
}

function hash(content: string | Uint8Array): ReturnType<typeof createHash> {
  return createHash('sha256').update(content);
}
