import type { Counts } from '#shared/core/evidence/test-results.ts';

const keys = ['tests', 'suites', 'pass', 'fail', 'cancelled', 'skipped', 'todo', 'duration_ms'];

/** The block of numbers at the end of a run of node:test, which stands in its output as a whole or not at all. */
export class NodeSummary {
  readonly #blocks: Counts[] = [];
  #open: number[] = [];

  /** Takes what stands on a line behind its sign; anything but the next line of the block breaks it off. */
  take(text: string | null): void {
    const [key = '', value = ''] = text?.split(' ') ?? [];
    if (key !== keys[this.#open.length] || !/^\d{1,9}(?:\.\d{1,9})?$/.test(value)) {
      this.#open = [];
      if (key !== keys[0]) return;
    }
    this.#open.push(Number(value));
    if (this.#open.length < keys.length) return;
    const [, , pass = 0, fail = 0, cancelled = 0, skipped = 0, todo = 0] = this.#open;
    this.#blocks.push({ passed: pass, failed: fail + cancelled, skipped: skipped + todo });
    this.#open = [];
  }

  /** Whether the block has begun, so that results are over. */
  get isOpen(): boolean {
    return this.#open.length > 0;
  }

  /** All the runs of the output together; null when there was none. */
  get counts(): Counts | null {
    if (this.#blocks.length === 0) return null;
    const sum = { passed: 0, failed: 0, skipped: 0 };
    for (const { passed, failed, skipped } of this.#blocks) {
      sum.passed += passed;
      sum.failed += failed;
      sum.skipped += skipped;
    }
    return sum;
  }
}
