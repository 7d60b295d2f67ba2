import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { seededRandom, randomInteger } from '../lib/random.ts';

const words = 'reading writing src test index value parser checks the file and 12 passed of'.split(
  ' ',
);

/** Output as agents have it: lines of different lengths, some of them coloured, some not ASCII. */
export function sampleText(bytes: number): string {
  const random = seededRandom(7);
  const lines: string[] = [];
  for (let length = 0; length < bytes;) {
    const count = 3 + randomInteger(random, 14);
    const line = Array.from({ length: count }, () => words[randomInteger(random, words.length)]);
    const color = 31 + randomInteger(random, 6);
    const marked = random() < 0.4 ? `\u001b[${color}m${line[0]}\u001b[0m ` : '';
    const text = `${marked}${line.join(' ')}${random() < 0.05 ? ' \u2713 \u65e5\u672c' : ''}\n`;
    lines.push(text);
    length += Buffer.byteLength(text);
  }
  return lines.join('');
}

/** How to start one program of the bench. */
export interface Program {
  readonly program: string;
  readonly arguments: readonly string[];
}

/** The programs that are measured. */
export interface Programs {
  /** Says all it has as fast as it can. */
  readonly flood: Program;
  /** Says a megabyte in each second. */
  readonly steady: Program;
}

// Wakes up when the next piece is due, so that a delay is made up for.
const steadyScript = `
const piece = require('node:fs').readFileSync(process.argv[1]);
const total = Number(process.argv[2]);
const start = performance.now();
let sent = 0;
const go = () => {
  const due = Math.min(total, ((performance.now() - start) / 1000) * 1e6);
  if (sent < due) { sent += piece.length; process.stdout.write(piece, () => setTimeout(go, 5)); }
  else if (sent < total) setTimeout(go, 5);
};
go();`;

/** Writes what the programs need into `folder`. */
export async function makePrograms(folder: string, sizes: Sizes): Promise<Programs> {
  const text = sampleText(1_000_000);
  const floodFile = join(folder, 'flood.txt');
  const pieceFile = join(folder, 'piece.txt');
  const repeats = Math.ceil(sizes.floodBytes / 1_000_000);
  await writeFile(floodFile, '');
  for (let count = 0; count < repeats; count += 1) await writeFile(floodFile, text, { flag: 'a' });
  await writeFile(pieceFile, sampleText(10_000));
  return {
    flood: { program: 'cat', arguments: [floodFile] },
    steady: {
      program: process.execPath,
      arguments: ['-e', steadyScript, pieceFile, String(sizes.steadyBytes)],
    },
  };
}

export interface Sizes {
  readonly floodBytes: number;
  readonly steadyBytes: number;
}
