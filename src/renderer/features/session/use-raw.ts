import { useState } from 'react';
import { z } from 'zod';
import { recall, remember } from '#renderer/lib/remembered.ts';

const key = 'session-raw';

/** Whether sessions are shown as they were printed, which is remembered on this machine. */
export function useRaw(): readonly [boolean, (isRaw: boolean) => void] {
  const [isRaw, setRaw] = useState(() => recall(localStorage, key, z.boolean()) ?? false);
  return [
    isRaw,
    (next) => {
      remember(localStorage, key, next);
      setRaw(next);
    },
  ];
}
