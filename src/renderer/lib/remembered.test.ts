import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { recall, remember } from './remembered.ts';
import type { KeyValueStorage } from './remembered.ts';

const schema = z.object({ open: z.boolean() });

function storageWith(text: string | null = null): KeyValueStorage & { text: string | null } {
  return {
    text,
    getItem() {
      return this.text;
    },
    setItem(_key, value) {
      this.text = value;
    },
  };
}

describe('what is remembered on this machine', () => {
  it('comes back', () => {
    const storage = storageWith();
    expect(recall(storage, 'key', schema)).toBeNull();
    remember(storage, 'key', { open: true });
    expect(recall(storage, 'key', schema)).toEqual({ open: true });
  });

  it('is forgotten when it has another shape', () => {
    expect(recall(storageWith('{"open":"yes"}'), 'key', schema)).toBeNull();
    expect(recall(storageWith('{open'), 'key', schema)).toBeNull();
  });

  it('is not worth an error when the storage is full', () => {
    const full: KeyValueStorage = {
      getItem: () => null,
      setItem() {
        throw new DOMException('full', 'QuotaExceededError');
      },
    };
    expect(() => remember(full, 'key', { open: true })).not.toThrow();
  });
});
