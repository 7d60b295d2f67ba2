/**
 * The least that can be done: node-pty as it is, reading programs and counting bytes. Its argument is
 * JSON, `{ program, arguments, count }`; prints `{ bytes, seconds }`.
 */
import process from 'node:process';
import { spawn } from 'node-pty';

const request: unknown = JSON.parse(process.argv[2] ?? '{}');
if (!isRequest(request)) throw new Error('The request is not understood.');

const start = performance.now();
let bytes = 0;
await Promise.all(
  Array.from({ length: request.count }, async () => {
    const terminal = spawn(request.program, request.arguments, {
      cols: 120,
      rows: 40,
      encoding: null,
    });
    // Without an encoding these are buffers, whatever the type says.
    terminal.onData((data) => (bytes += Buffer.byteLength(data)));
    await new Promise<void>((resolve) => {
      terminal.onExit(() => resolve());
    });
  }),
);
console.log(JSON.stringify({ bytes, seconds: (performance.now() - start) / 1_000 }));

function isRequest(
  value: unknown,
): value is { program: string; arguments: string[]; count: number } {
  return typeof value === 'object' && value !== null && 'program' in value && 'count' in value;
}
