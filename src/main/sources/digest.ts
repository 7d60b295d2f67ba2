import { createHash } from 'node:crypto';

/** Equal for equal texts. */
export function digestOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
