import { useMemo } from 'react';

/** The same object as long as it says the same, as JSON has it. */
export function useSame<Value>(value: Value, key = JSON.stringify(value)): Value {
  // oxlint-disable-next-line react-hooks/exhaustive-deps -- the key is all that the value says
  return useMemo(() => value, [key]);
}
